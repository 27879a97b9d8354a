-- Reads mail bounces with libbounce, through LuaJIT's FFI:
--   local parser = require("bounce").parser()
--   for _, recipient in ipairs(parser:parse_file("bounce.eml").recipients) do
--     print(recipient.address, recipient.class)
--   end
--   for report in parser:mailbox("Maildir/") do print(report.source, report.kind) end
-- A report is a table with the keys of docs/json.md; what the message does not tell is nil.
-- Errors are tables with message, code (BounceErrorCode) and line, thrown by error().
-- BOUNCE_LIBRARY names the shared library where it is not installed.
local cjson = require("cjson")
local ffi = require("ffi")

ffi.cdef [[
typedef struct BounceParser BounceParser;
typedef struct BounceReport BounceReport;
typedef struct BounceError BounceError;
typedef struct BounceMailbox BounceMailbox;
typedef struct BounceMailboxMessage BounceMailboxMessage;
BounceParser *bounce_parser_new(void);
void bounce_parser_unref(BounceParser *parser);
bool bounce_parser_keep_header(BounceParser *parser, const char *name);
bool bounce_parser_add_rules(BounceParser *parser, const char *name, const char *text, size_t length,
                             BounceError **error);
bool bounce_parser_add_rules_file(BounceParser *parser, const char *path, BounceError **error);
BounceReport *bounce_parser_parse(const BounceParser *parser, const char *message, size_t length,
                                  BounceError **error);
BounceReport *bounce_parser_parse_file(const BounceParser *parser, const char *path, BounceError **error);
BounceReport *bounce_parser_classify_reply(const BounceParser *parser, const char *reply, size_t length,
                                           const char *remote_host, BounceError **error);
BounceReport *bounce_parser_parse_mailbox_message(const BounceParser *parser, const BounceMailboxMessage *message,
                                                  BounceError **error);
BounceMailbox *bounce_mailbox_open(const char *path, BounceError **error);
BounceMailboxMessage *bounce_mailbox_next(BounceMailbox *mailbox, BounceError **error);
void bounce_mailbox_free(BounceMailbox *mailbox);
const char *bounce_mailbox_message_source(const BounceMailboxMessage *message);
void bounce_mailbox_message_free(BounceMailboxMessage *message);
char *bounce_report_to_json(const BounceReport *report, const char *source);
void bounce_report_free(BounceReport *report);
void bounce_string_free(char *string);
uint32_t bounce_error_code(const BounceError *error);
uint32_t bounce_error_line(const BounceError *error);
const char *bounce_error_message(const BounceError *error);
void bounce_error_free(BounceError *error);
]]

local lib = ffi.load(os.getenv("BOUNCE_LIBRARY") or "libbounce.so.0")

local Error = {}
Error.__index = Error

function Error.__tostring(self)
  return self.message
end

-- Calls a function with a place for an error; throws the one that it stores.
local function check(call, ...)
  local place = ffi.new("BounceError *[1]")
  local arguments = { ... }
  arguments[select("#", ...) + 1] = place
  local result = call(unpack(arguments, 1, select("#", ...) + 1))
  if place[0] == nil then
    return result
  end
  local thrown = setmetatable({
    message = ffi.string(lib.bounce_error_message(place[0])),
    code = lib.bounce_error_code(place[0]),
    line = lib.bounce_error_line(place[0]),
  }, Error)
  lib.bounce_error_free(place[0])
  error(thrown, 0)
end

-- The report as text; frees it.
local function json_of(report, source)
  local text = lib.bounce_report_to_json(report, source)
  local json = ffi.string(text)
  lib.bounce_string_free(text)
  lib.bounce_report_free(report)
  return json
end

local function without_null(value)
  if value == cjson.null then
    return nil
  elseif type(value) == "table" then
    for key, one in pairs(value) do
      value[key] = without_null(one)
    end
  end
  return value
end

local function decode(json)
  return without_null(cjson.decode(json))
end

-- Owns an object of the library until close() or its collection.
local function own(class, pointer, free)
  return setmetatable({ pointer = ffi.gc(pointer, free), free = free }, class)
end

local function open(owner)
  return owner.pointer or error("closed", 3)
end

local function close(owner)
  if owner.pointer then
    owner.free(ffi.gc(owner.pointer, nil))
    owner.pointer = nil
  end
end

-- Goes over reports, one message in memory at a time: call it, as for does. What can't be read
-- throws an error once; the next call goes on with what follows.
local Mailbox = { close = close }
Mailbox.__index = Mailbox

function Mailbox:__call()
  local message = check(lib.bounce_mailbox_next, open(self))
  if message == nil then
    return nil
  end
  message = ffi.gc(message, lib.bounce_mailbox_message_free)
  local report = check(lib.bounce_parser_parse_mailbox_message, open(self.parser), message)
  local json = json_of(report, lib.bounce_mailbox_message_source(message))
  lib.bounce_mailbox_message_free(ffi.gc(message, nil))
  return decode(json)
end

-- Parses messages. Configure it before it is used.
local Parser = { close = close }
Parser.__index = Parser

-- Keeps a header field of the original, such as "X-Campaign-Id".
function Parser:keep_header(name)
  if not lib.bounce_parser_keep_header(open(self), name) then
    error("no header field is named " .. tostring(name), 2)
  end
end

-- Adds rules (docs/rules.md) that beat the built-in ones.
function Parser:add_rules(text, name)
  check(lib.bounce_parser_add_rules, open(self), name or "rules", text, #text)
end

function Parser:add_rules_file(path)
  check(lib.bounce_parser_add_rules_file, open(self), path)
end

function Parser:parse_to_json(message, source)
  return json_of(check(lib.bounce_parser_parse, open(self), message, #message), source)
end

function Parser:parse_file_to_json(path)
  return json_of(check(lib.bounce_parser_parse_file, open(self), path), path)
end

function Parser:parse(message, source)
  return decode(self:parse_to_json(message, source))
end

function Parser:parse_file(path)
  return decode(self:parse_file_to_json(path))
end

-- What a reply means, during an SMTP session.
function Parser:classify_reply(reply, host)
  return decode(json_of(check(lib.bounce_parser_classify_reply, open(self), reply, #reply, host)))
end

-- The reports of a message, an mbox (also .gz), a Maildir or a folder.
function Parser:mailbox(path)
  local mailbox = own(Mailbox, check(lib.bounce_mailbox_open, path), lib.bounce_mailbox_free)
  mailbox.parser = self
  return mailbox
end

return {
  parser = function()
    return own(Parser, lib.bounce_parser_new(), lib.bounce_parser_unref)
  end,
}
