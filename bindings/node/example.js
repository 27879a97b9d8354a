"use strict";
// node example.js FILE...: prints reports as bounce --format=json does.
const { Parser } = require("./bounce.js");

const parser = new Parser();
const reports = process.argv.slice(2).map((path) => parser.parseFileToJson(path));
console.log(`[\n${reports.join(",\n")}\n]`);
