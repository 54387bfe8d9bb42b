-- What the configuration says (bin/machine/nginx_conf.py writes it there). Filled before any other file is
-- read, so that they can take constants from it.
local settings = {
  redis = false,       -- "unix:path" or an address; false: there is none, and every page comes from the app
  port = 6379,         -- where redis is an address
  user = "default",
  password = false,
  netloc = "",         -- the site's own host and port; never the request's
  pages = 2000,        -- copies that one worker keeps in memory
  renders = 8,         -- that the app does at once: gunicorn's workers times their threads
  routes = "var/routes.lua",
  cdn = false,         -- cloudflare, fastly or varnish, where one stands in front
  ack = "site/pagecache/lua/ack.lua",
}

-- Larger than any of the site's own pages: one such copy would take the place of dozens.
settings.largest_copy = 256 * 1024

function settings.take(said)
  for name, value in pairs(said) do settings[name] = value end
end

return settings
