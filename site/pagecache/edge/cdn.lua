-- Where a CDN stands in front (docs/cdn.md): how long it may hold a page, counted at the moment of serving, so that it
-- ends when the page does. The same as pagecache/cdn/saying.py; without the setting nothing of this is loaded.
local settings, clock, place = require "edge.settings", require "edge.clock", require "edge.variant"
local floor, max, LINES, EXPIRES = math.floor, math.max, place.LINES, place.EXPIRES

local HEADERS = {
  cloudflare = { keys = "Cache-Tag", control = "Cloudflare-CDN-Cache-Control" },
  fastly = { keys = "Surrogate-Key", control = "Surrogate-Control" },
  varnish = { keys = "xkey", control = "CDN-Cache-Control" },
}

-- `send`, saying that too. A page without keys could not be purged, and one that nobody vouches for is not to be held.
return function(send)
  local keys, control, header = HEADERS[settings.cdn].keys, HEADERS[settings.cdn].control, ngx.header
  return function(made, asked_tag)
    local lines, seconds = made[LINES], 0
    if lines[#lines - 1] == keys and ngx.var.edge_state ~= "stale-if-error" then
      seconds = max(0, floor(made[EXPIRES] - clock()))
    end
    header[control] = "max-age=" .. seconds
    return send(made, asked_tag)
  end
end
