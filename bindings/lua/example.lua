-- example.lua FILE...: prints reports as bounce --format=json does.
local parser = require("bounce").parser()
local reports = {}
for i, path in ipairs(arg) do
  local good, report = pcall(parser.parse_file_to_json, parser, path)
  if not good then
    io.stderr:write(tostring(report), "\n")
    os.exit(1)
  end
  reports[i] = report
end
print("[\n" .. table.concat(reports, ",\n") .. "\n]")
parser:close()
