-- How often pages whose views are counted were looked at: by address, people and robots apart (the map in
-- nginx/stet.conf), and nothing of whoever looked. Each worker adds up for itself and tells Redis every few seconds;
-- from there the application books it (pagecache/viewing.py). What a crash takes with it is not worth a disk.
local wire, line = require "edge.wire", require "edge.line"

local views = {}

local EVERY = 5                          -- s between two tellings
local MOST = 5000                        -- addresses in between; no more are read at once
local counted, how_many = { person = {}, robot = {} }, 0

-- Few browsers are ever met, so each is looked at once: to search its name costs as much as the hit itself.
local FEW = 500
local known, how_many_known = {}, 0

local function who(var)
  local agent = var.http_user_agent
  if not agent then return "" end
  local kind = known[agent]
  if kind then return kind end
  if how_many_known >= FEW then known, how_many_known = {}, 0 end
  kind, how_many_known = var.edge_reader, how_many_known + 1
  known[agent] = kind
  return kind
end

function views.count(uri, var)
  local of_kind = counted[who(var)]
  if not of_kind then return end
  local number = of_kind[uri]
  if not number then
    if how_many >= MOST then return end
    how_many, number = how_many + 1, 0
  end
  of_kind[uri] = number + 1
end

local function tell()
  if how_many == 0 then return end
  local told, number, commands = counted, how_many, {}
  counted, how_many = { person = {}, robot = {} }, 0
  for kind, numbers in pairs(told) do
    for uri, times in pairs(numbers) do
      commands[#commands + 1] = wire.command("HINCRBY", "pc:views", kind .. " " .. uri, tostring(times))
    end
  end
  line.ask(table.concat(commands), number)
end

function views.start() ngx.timer.every(EVERY, tell) end

return views
