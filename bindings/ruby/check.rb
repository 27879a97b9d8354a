#!/usr/bin/env ruby
# frozen_string_literal: true

# check.rb ROUNDS MAILBOX RULES MESSAGE REPLY: uses all of the binding, for tests/check-bindings.py.
require_relative "bounce"

FIELDS = %i[address action class hardness advice reply_code status diagnostic].freeze

def show(*values)
  puts values.map { |value| value.nil? ? "-" : value }.join("\t")
end

def show_report(report)
  show(report[:source], report[:kind], *report[:original].values_at(:message_id, :subject))
  report[:recipients].each { |one| show(*one.values_at(*FIELDS)) }
end

def one_round(mailbox, rules, message, reply)
  Bounce::Parser.open do |parser|
    parser.add_rules_file(rules)
    reports = parser.mailbox(mailbox, &:to_a)
    reports << parser.mailbox(mailbox, &:next)
    reports << parser.parse(message) << parser.classify_reply(reply, "mx.example.net")
    parser.add_rules("class no_such_class\n", "x" * 20000)
    raise "wrong rules are taken"
  rescue Bounce::Error => e
    [reports, e]
  end
end

rounds, mailbox, rules, path, reply = ARGV
message = File.binread(path)
reports = error = nil
(1..rounds.to_i).each do |i|
  reports, error = one_round(mailbox, rules, message, reply)
  puts File.read("/proc/self/status")[/^VmHWM.*/] if [rounds.to_i / 5, rounds.to_i].include?(i)
end
reports.each { |report| show_report(report) }
show(error.code, error.line, error.message.sub("x" * 20000, "rules"))
