"use strict";
// node example.js FILE...: prints reports as bounce --format=json does.
const { BounceError, Parser } = require("./bounce.js");

const parser = new Parser();
try {
  const reports = process.argv.slice(2).map((path) => parser.parseFileToJson(path));
  console.log(`[\n${reports.join(",\n")}\n]`);
} catch (error) {
  if (!(error instanceof BounceError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
} finally {
  parser.close();
}
