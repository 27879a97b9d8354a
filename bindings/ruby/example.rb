#!/usr/bin/env ruby
# frozen_string_literal: true

# example.rb FILE...: prints reports as bounce --format=json does.
require_relative "bounce"

Bounce::Parser.open do |parser|
  reports = ARGV.map { |path| parser.parse_file_json(path) }
  puts "[\n#{reports.join(",\n")}\n]"
rescue Bounce::Error => e
  abort e.message
end
