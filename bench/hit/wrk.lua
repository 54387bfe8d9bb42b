-- For wrk: asks for the addresses of a file one after another where one is named (wrk … -- FILE), and
-- prints what came of it as one line of JSON. Requests are made beforehand: a generator that works while it
-- asks would measure itself.
local requests, at = {}, 0

function init(args)
  if not args[1] then return end
  for path in io.lines(args[1]) do requests[#requests + 1] = wrk.format("GET", path) end
  function request()
    at = at % #requests + 1
    return requests[at]
  end
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\n{"requests": %d, "seconds": %f, "bytes": %d, "refused": %d, "broken": %d, "p50": %d, "p99": %d}\n',
    summary.requests, summary.duration / 1e6, summary.bytes, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50), latency:percentile(99)))
end
