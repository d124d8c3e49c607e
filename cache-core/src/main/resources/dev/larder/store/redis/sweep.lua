-- SPDX-License-Identifier: Apache-2.0
-- ARGV: clock of the last clear.  {1, now} an older value was removed | {0, now} nothing to remove
local head = redis.pcall('GETRANGE', key, 0, HEAD - 1)
if type(head) == 'table' or #head < HEAD or sub(head, 1, 2) ~= VALUE then return { 0, now } end
if six(head, 30) >= tonumber(ARGV[1]) then return { 0, now } end
return { redis.call('UNLINK', key), now }
