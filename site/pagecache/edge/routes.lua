-- The public addresses, from the table that a release writes (pagecache/route_table.py). Read at start and reload.
local settings = require "edge.settings"

local read, why = loadfile(settings.routes)
if not read then
  ngx.log(ngx.WARN, "edge: no page is looked up before `make release` has written the routes: ", why)
  return { build = false, list = {} }
end
return read()
