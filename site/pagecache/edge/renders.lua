-- Admits renders to the app, as many at once as it has threads; the others wait here. After a new epoch under load,
-- all of them at once would only fill queues that end in timeouts.
local semaphore, settings = require "ngx.semaphore", require "edge.settings"
local counts = require "edge.counts".of

local renders = {}

local LONGEST = 2                        -- s that a reader waits for a place; then he goes in any case
local places

-- In each worker, since only there is it known how many share the app.
function renders.start()
  places = semaphore.new(math.max(1, math.ceil(settings.renders / ngx.worker.count())))
end

function renders.enter(var)
  if places:wait(LONGEST) then
    var.edge_place = "1"
  else
    counts.crowded = counts.crowded + 1
  end
end

-- Called when the app's headers have come (what follows is only the network's speed, and slow readers must not hold
-- places) and when the request is over, for those that had no answer.
function renders.leave(var)
  if var.edge_place == "1" then
    var.edge_place = ""
    places:post(1)
  end
end

return renders
