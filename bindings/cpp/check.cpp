// check ROUNDS MAILBOX RULES MESSAGE REPLY: uses all of the binding, for
// tests/check-bindings.py.
#include <exception>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include "bounce.hpp"

namespace
{

void
show_line(const std::vector<bounce::Text> &values)
{
  const char *before = "";
  for (const bounce::Text &value : values) {
    std::cout << before << value.value_or("-");
    before = "\t";
  }
  std::cout << '\n';
}

void
show_report(const bounce::Report &report)
{
  show_line({report.source(), report.kind(), report.original().message_id,
             report.original().subject});
  for (const bounce::Recipient &one : report.recipients()) {
    std::string code = std::to_string(one.reply_code);
    show_line({one.address, one.c->action ? one.action : "-", one.class_name,
               one.hardness, one.advice, one.reply_code ? code : "-",
               one.status, one.diagnostic});
  }
}

struct Arguments {
  std::string mailbox, rules, message, reply;
};

using Reports = std::vector<bounce::Report>;

bounce::Error
one_round(const Arguments &arguments, Reports &reports)
{
  bounce::Parser parser;
  parser.add_rules_file(arguments.rules);
  reports.clear();
  bounce::Mailbox mailbox = parser.mailbox(arguments.mailbox);
  while (std::optional<bounce::Report> report = mailbox.next())
    reports.push_back(std::move(*report));
  for (const bounce::Report &report : parser.mailbox(arguments.mailbox)) {
    if (report.source() != reports[0].source())
      throw std::logic_error("another first message");
    break;
  }
  reports.push_back(parser.mailbox(arguments.mailbox).next().value());
  reports.push_back(parser.parse(arguments.message));
  reports.push_back(parser.classify_reply(arguments.reply, "mx.example.net"));
  try {
    parser.add_rules("class no_such_class\n", std::string(20000, 'x'));
  } catch (const bounce::Error &error) {
    return error;
  }
  throw std::logic_error("wrong rules are taken");
}

void
show_memory()
{
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.rfind("VmHWM", 0) == 0)
      std::cout << line << '\n';
}

std::string
contents(const char *path)
{
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

} // namespace

int
main(int, char **argv)
try {
  int rounds = std::stoi(argv[1]);
  Arguments arguments = {argv[2], argv[3], contents(argv[4]), argv[5]};
  Reports reports;
  std::optional<bounce::Error> error;
  for (int i = 1; i <= rounds; i++) {
    error.emplace(one_round(arguments, reports));
    if (i == rounds / 5 || i == rounds)
      show_memory();
  }
  for (const bounce::Report &report : reports)
    show_report(report);
  std::string message = error->what();
  std::cout << error->code() << '\t' << error->line() << "\trules"
            << message.substr(message.find(':')) << '\n';
  return 0;
} catch (const std::exception &error) {
  std::cerr << error.what() << '\n';
  return 1;
}
