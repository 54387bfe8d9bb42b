-- The public addresses, from the table that a release writes (pagecache/route_table.py).
local settings, clock = require "edge.settings", require "edge.clock"

local routes = { build = false, list = {} }

local PATIENCE = 1                       -- s between two looks at the file
local last_look = -PATIENCE

-- Read at start, and when pages turn up that another release made: a deploy need not wait for somebody to reload nginx.
function routes.read()
  local now = clock()
  if now - last_look < PATIENCE then return end
  last_look = now
  local read, why = loadfile(settings.routes)
  if not read then
    return ngx.log(ngx.WARN, "edge: no page is looked up before `make release` has written the routes: ", why)
  end
  local table = read()
  routes.build, routes.list = table.build, table.list
end

routes.read()
return routes
