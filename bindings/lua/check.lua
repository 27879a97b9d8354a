-- check.lua ROUNDS MAILBOX RULES MESSAGE REPLY: uses all of the binding, for tests/check-bindings.py.
local bounce = require("bounce")

local function show(...)
  local values = {}
  for i = 1, select("#", ...) do
    values[i] = tostring(select(i, ...) or "-")
  end
  print(table.concat(values, "\t"))
end

local function show_report(report)
  show(report.source, report.kind, report.original.message_id, report.original.subject)
  for _, one in ipairs(report.recipients) do
    show(one.address, one.action, one.class, one.hardness, one.advice, one.reply_code, one.status, one.diagnostic)
  end
end

local function one_round(mailbox, rules, message, reply)
  local parser, reports = bounce.parser(), {}
  parser:add_rules_file(rules)
  for report in parser:mailbox(mailbox) do
    table.insert(reports, report)
  end
  local begun = parser:mailbox(mailbox)
  table.insert(reports, begun())
  begun:close()
  table.insert(reports, parser:parse(message))
  table.insert(reports, parser:classify_reply(reply, "mx.example.net"))
  local good, thrown = pcall(parser.add_rules, parser, "class no_such_class\n", ("x"):rep(20000))
  assert(not good, "wrong rules are taken")
  parser:close()
  return reports, thrown
end

local function show_memory()
  for line in io.lines("/proc/self/status") do
    if line:match("^VmHWM") then
      print(line)
    end
  end
end

local rounds, mailbox, rules, path, reply = unpack(arg)
local message = assert(io.open(path, "rb")):read("*a")
local reports, thrown
rounds = tonumber(rounds)
for i = 1, rounds do
  reports, thrown = one_round(mailbox, rules, message, reply)
  if i == rounds / 5 or i == rounds then
    show_memory()
  end
end
for _, report in ipairs(reports) do
  show_report(report)
end
show(thrown.code, thrown.line, (thrown.message:gsub("^x+", "rules")))
