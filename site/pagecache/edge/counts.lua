-- What became of this worker's requests. Each worker shows its numbers to the others, so that whoever is asked for
-- the status can tell of all.
local counts = {
  hit = 0, hit_redis = 0, miss = 0, wait = 0, stale = 0, crowded = 0,
  method = 0, authorization = 0, author = 0, markdown = 0, body = 0, address = 0, navigation = 0, redis_away = 0, not_fresh = 0,
  other_build = 0, purged = 0, flushed = 0, leases = 0,
}

local counting = { of = counts }

-- Seconds that a worker which says nothing more is counted among the living.
local SILENT = 3

function counting.show(state)
  local board, me = ngx.shared.edge_workers, ngx.worker.pid()
  local words = { string.format('"worker":%d', me) }
  for name, value in pairs(state) do words[#words + 1] = string.format('"%s":%s', name, value) end
  for name, value in pairs(counts) do words[#words + 1] = string.format('"%s":%d', name, value) end
  board:set(me, "{" .. table.concat(words, ",") .. "}", SILENT)
end

function counting.leave() ngx.shared.edge_workers:delete(ngx.worker.pid()) end

function counting.of_all()
  local board, all = ngx.shared.edge_workers, {}
  for _, worker in ipairs(board:get_keys(0)) do all[#all + 1] = board:get(worker) end
  return "[" .. table.concat(all, ",\n") .. "]"
end

return counting
