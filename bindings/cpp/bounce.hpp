// SPDX-License-Identifier: LGPL-2.1-or-later
/// @file bounce.hpp
/// libbounce for C++17: nothing to free, text as std::string_view, lists for
/// range-for, errors as exceptions. Header only; link with -lbounce.
///
///     bounce::Parser parser;
///     bounce::Report report = parser.parse_file("bounce.eml");
///     for (const bounce::Recipient &recipient : report.recipients())
///       std::cout << recipient.address.value_or("?") << '\n';
///     for (const bounce::Report &report : parser.mailbox("Maildir/"))
///       std::cout << report.source().value_or("-") << '\n';
#ifndef BOUNCE_BOUNCE_HPP
#define BOUNCE_BOUNCE_HPP

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include <bounce/bounce.h>

namespace bounce
{

/// Text that lives as long as its report; empty where nothing is told.
using Text = std::optional<std::string_view>;

namespace detail
{

inline Text
text(const char *string)
{
  return string ? Text(string) : std::nullopt;
}

template <auto function> struct Delete {
  template <typename T>
  void
  operator()(T *pointer) const
  {
    function(pointer);
  }
};

} // namespace detail

/// What could not be read.
class Error : public std::runtime_error
{
public:
  Error(std::string message, BounceErrorCode code, std::uint32_t line)
      : std::runtime_error(std::move(message)), code_(code), line_(line)
  {
  }
  BounceErrorCode
  code() const
  {
    return code_;
  }
  std::uint32_t
  line() const
  {
    return line_;
  }

  /// Throws an error of the library and frees it.
  [[noreturn]] static void
  raise(BounceError *error)
  {
    std::unique_ptr<BounceError, detail::Delete<bounce_error_free> > owner(
        error);
    throw Error(bounce_error_message(error), bounce_error_code(error),
                bounce_error_line(error));
  }

private:
  BounceErrorCode code_;
  std::uint32_t line_;
};

/// One recipient; its texts live as long as its report. Names of codes are
/// "unknown" where the message does not tell.
struct Recipient {
  explicit Recipient(const BounceRecipient *recipient)
      : c(recipient), address(detail::text(c->address)),
        original_address(detail::text(c->original_address)),
        action(bounce_action_to_string(c->action)),
        class_name(bounce_class_to_string(c->class_)),
        category(bounce_category_to_string(c->category)),
        hardness(bounce_hardness_to_string(c->hardness)),
        advice(bounce_advice_to_string(c->advice)), reply_code(c->reply_code),
        status(detail::text(c->status)),
        diagnostic(detail::text(c->diagnostic)),
        remote_mta(detail::text(c->remote_mta))
  {
  }

  const BounceRecipient *c; ///< everything, as the library has it
  Text address;
  Text original_address;
  std::string_view action;
  std::string_view class_name;
  std::string_view category;
  std::string_view hardness;
  std::string_view advice;
  std::uint32_t reply_code; ///< 0 where there is none
  Text status;
  Text diagnostic;
  Text remote_mta;
};

/// The recipients of a report, for range-for.
class Recipients
{
public:
  class Iterator
  {
  public:
    using iterator_category = std::input_iterator_tag;
    using value_type = Recipient;
    using difference_type = std::ptrdiff_t;
    using pointer = void;
    using reference = Recipient;

    explicit Iterator(const BounceRecipient *const *at) : at_(at)
    {
    }
    Recipient
    operator*() const
    {
      return Recipient(*at_);
    }
    Iterator &
    operator++()
    {
      ++at_;
      return *this;
    }
    Iterator
    operator++(int)
    {
      Iterator before = *this;
      ++at_;
      return before;
    }
    bool
    operator==(const Iterator &other) const
    {
      return at_ == other.at_;
    }
    bool
    operator!=(const Iterator &other) const
    {
      return at_ != other.at_;
    }

  private:
    const BounceRecipient *const *at_;
  };

  explicit Recipients(const BounceReport *report) : c_(report)
  {
  }
  Iterator
  begin() const
  {
    return Iterator(c_->recipients);
  }
  Iterator
  end() const
  {
    return Iterator(c_->recipients + c_->n_recipients);
  }
  std::size_t
  size() const
  {
    return c_->n_recipients;
  }
  bool
  empty() const
  {
    return size() == 0;
  }

private:
  const BounceReport *c_;
};

/// The message that a report is about; its texts live as long as the report.
struct Original {
  explicit Original(const BounceOriginal *original)
      : c(original), message_id(detail::text(c->message_id)),
        subject(detail::text(c->subject)), from(detail::text(c->from)),
        to(detail::text(c->to)), return_path(detail::text(c->return_path)),
        recipient(detail::text(c->recipient))
  {
  }

  /// A header field that the parser was told to keep.
  Text
  header(const std::string &name) const
  {
    return detail::text(bounce_original_header_value(c, name.c_str()));
  }

  const BounceOriginal *c; ///< everything, as the library has it
  Text message_id;
  Text subject;
  Text from;
  Text to;
  Text return_path;
  Text recipient;
};

/// What one message says. Owns all that is reached through it.
class Report
{
public:
  explicit Report(BounceReport *report,
                  std::optional<std::string> source = std::nullopt)
      : c_(report), source_(std::move(source))
  {
  }

  BounceKind
  kind_code() const
  {
    return c_->kind;
  }
  std::string_view
  kind() const
  {
    return bounce_kind_to_string(c_->kind);
  }
  Recipients
  recipients() const
  {
    return Recipients(c_.get());
  }
  Original
  original() const
  {
    return Original(c_->original);
  }
  Text
  reporting_mta() const
  {
    return detail::text(c_->reporting_mta);
  }
  Text
  format() const
  {
    return detail::text(c_->format);
  }

  /// Where the message was read, such as the path of its file.
  Text
  source() const
  {
    return source_ ? Text(*source_) : std::nullopt;
  }
  /// As bounce_report_to_json(), with the source.
  std::string
  json() const
  {
    std::unique_ptr<char, detail::Delete<bounce_string_free> > string(
        bounce_report_to_json(c_.get(), source_ ? source_->c_str() : nullptr));
    return string.get();
  }
  /// Everything else.
  const BounceReport *
  c() const
  {
    return c_.get();
  }

private:
  std::unique_ptr<BounceReport, detail::Delete<bounce_report_free> > c_;
  std::optional<std::string> source_;
};

class Mailbox;

/// Parses messages. Copies share one parser; configure it before threads do.
class Parser
{
public:
  Parser() : c_(bounce_parser_new(), bounce_parser_unref)
  {
  }

  bool
  keep_header(const std::string &name)
  {
    return bounce_parser_keep_header(c_.get(), name.c_str());
  }

  void
  add_rules(std::string_view rules, const std::string &name = "rules")
  {
    BounceError *error = nullptr;
    if (!bounce_parser_add_rules(c_.get(), name.c_str(), rules.data(),
                                 rules.size(), &error))
      Error::raise(error);
  }

  void
  add_rules_file(const std::string &path)
  {
    BounceError *error = nullptr;
    if (!bounce_parser_add_rules_file(c_.get(), path.c_str(), &error))
      Error::raise(error);
  }

  Report
  parse(std::string_view message) const
  {
    BounceError *error = nullptr;
    BounceReport *report =
        bounce_parser_parse(c_.get(), message.data(), message.size(), &error);
    return take(report, error);
  }

  Report
  parse_file(const std::string &path) const
  {
    BounceError *error = nullptr;
    BounceReport *report =
        bounce_parser_parse_file(c_.get(), path.c_str(), &error);
    return take(report, error, path);
  }

  Report
  classify_reply(std::string_view reply, const char *host = nullptr) const
  {
    BounceError *error = nullptr;
    BounceReport *report = bounce_parser_classify_reply(
        c_.get(), reply.data(), reply.size(), host, &error);
    return take(report, error);
  }

  /// The reports of a message, an mbox (also .gz), a Maildir or a folder.
  inline Mailbox mailbox(const std::string &path) const;

private:
  friend class Mailbox;

  static Report
  take(BounceReport *report, BounceError *error,
       std::optional<std::string> source = std::nullopt)
  {
    if (!report)
      Error::raise(error);
    return Report(report, std::move(source));
  }

  std::shared_ptr<BounceParser> c_;
};

/// Reports of a mailbox for range-for, one message in memory at a time. What
/// can't be read throws an Error once; next() goes on with what follows.
class Mailbox
{
public:
  class Iterator
  {
  public:
    using iterator_category = std::input_iterator_tag;
    using value_type = Report;
    using difference_type = std::ptrdiff_t;
    using pointer = const Report *;
    using reference = const Report &;

    Iterator() = default;
    explicit Iterator(Mailbox *mailbox) : mailbox_(mailbox)
    {
      ++*this;
    }
    const Report &
    operator*() const
    {
      return *report_;
    }
    Iterator &
    operator++()
    {
      report_ = mailbox_->next();
      if (!report_)
        mailbox_ = nullptr;
      return *this;
    }
    bool
    operator==(const Iterator &other) const
    {
      return mailbox_ == other.mailbox_;
    }
    bool
    operator!=(const Iterator &other) const
    {
      return mailbox_ != other.mailbox_;
    }

  private:
    Mailbox *mailbox_ = nullptr;
    std::optional<Report> report_;
  };

  /// The next report; nothing at the end.
  std::optional<Report>
  next()
  {
    BounceError *error = nullptr;
    std::unique_ptr<BounceMailboxMessage,
                    detail::Delete<bounce_mailbox_message_free> >
        message(bounce_mailbox_next(c_.get(), &error));
    if (error)
      Error::raise(error);
    if (!message)
      return std::nullopt;
    BounceReport *report = bounce_parser_parse_mailbox_message(
        parser_.c_.get(), message.get(), &error);
    return Parser::take(report, error,
                        bounce_mailbox_message_source(message.get()));
  }
  Iterator
  begin()
  {
    return Iterator(this);
  }
  Iterator
  end()
  {
    return Iterator();
  }

private:
  friend class Parser;

  Mailbox(const Parser &parser, BounceMailbox *mailbox)
      : parser_(parser), c_(mailbox)
  {
  }

  Parser parser_;
  std::unique_ptr<BounceMailbox, detail::Delete<bounce_mailbox_free> > c_;
};

inline Mailbox
Parser::mailbox(const std::string &path) const
{
  BounceError *error = nullptr;
  BounceMailbox *mailbox = bounce_mailbox_open(path.c_str(), &error);
  if (!mailbox)
    Error::raise(error);
  return Mailbox(*this, mailbox);
}

} // namespace bounce

#endif
