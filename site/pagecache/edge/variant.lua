-- A page's answer for readers of one coding, as memory keeps it and `answer.send` says it: what stands where in its list.
-- A list and no record, and the texts of a page in one: of 10,000 pages hardly any is in the processor's cache, and then
-- each further place that a hit looks at (a record's fields lie apart, and so do texts) costs it a hundredth of its time.
-- LuaJIT lays a list of at most fifteen beside its table; a longer one lies elsewhere.
return {
  BODY = 1,
  TEXT = 2,            -- the address, the tag, the body's length in digits and the page's Link, without anything between
  URI = 3,             -- bytes of the first
  TAG = 4,             -- bytes of the second; 0: it has none
  LENGTH = 5,          -- bytes of the third
  LINES = 6,           -- its other headers: name and value in turn
  ENCODING = 7,        -- what Content-Encoding says, or false
  STATUS = 8,
  EXPIRES = 9,         -- by our clock, in s; 0 where nobody vouches for that
  IS_PART = 10,
  VIEWED = 11,         -- the address under which views are counted, or false
  TURN = 12,           -- of those below, when it was last asked for; how often in that one; when the LRU was last told
  ASKED = 13,
  USED = 14,
  ENTRY = 15,          -- whose variant it is, in memory: it lives as long as this
}
