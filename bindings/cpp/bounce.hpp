// SPDX-License-Identifier: LGPL-2.1-or-later
/// @file bounce.hpp
/// libbounce for C++17: nothing to free, text as std::string_view, lists for
/// range-for, errors as exceptions. Header only; link with -lbounce.
///
///     bounce::Parser parser;
///     bounce::Report report = parser.parse_file("bounce.eml");
///     for (const bounce::Recipient &recipient : report.recipients())
///       std::cout << recipient.address().value_or("?") << '\n';
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

/// One recipient; a view into its report.
class Recipient
{
public:
  explicit Recipient(const BounceRecipient *recipient) : c_(recipient)
  {
  }

  Text
  address() const
  {
    return detail::text(c_->address);
  }
  Text
  status() const
  {
    return detail::text(c_->status);
  }
  Text
  diagnostic() const
  {
    return detail::text(c_->diagnostic);
  }
  Text
  remote_mta() const
  {
    return detail::text(c_->remote_mta);
  }
  std::uint32_t
  reply_code() const
  {
    return c_->reply_code;
  }
  BounceClass
  class_code() const
  {
    return c_->class_;
  }
  BounceHardness
  hardness_code() const
  {
    return c_->hardness;
  }
  std::string_view
  class_name() const
  {
    return bounce_class_to_string(c_->class_);
  }
  std::string_view
  hardness() const
  {
    return bounce_hardness_to_string(c_->hardness);
  }
  std::string_view
  advice() const
  {
    return bounce_advice_to_string(c_->advice);
  }
  /// Everything else.
  const BounceRecipient *
  c() const
  {
    return c_;
  }

private:
  const BounceRecipient *c_;
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

/// What one message says. Owns all that is reached through it.
class Report
{
public:
  explicit Report(BounceReport *report) : c_(report)
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
  Text
  original_message_id() const
  {
    return detail::text(c_->original->message_id);
  }
  Text
  original_subject() const
  {
    return detail::text(c_->original->subject);
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

  /// As bounce_report_to_json().
  std::string
  json(const char *source = nullptr) const
  {
    std::unique_ptr<char, detail::Delete<bounce_string_free> > string(
        bounce_report_to_json(c_.get(), source));
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
};

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
    return take(report, error);
  }

  Report
  classify_reply(std::string_view reply, const char *host = nullptr) const
  {
    BounceError *error = nullptr;
    BounceReport *report = bounce_parser_classify_reply(
        c_.get(), reply.data(), reply.size(), host, &error);
    return take(report, error);
  }

private:
  static Report
  take(BounceReport *report, BounceError *error)
  {
    if (!report)
      Error::raise(error);
    return Report(report);
  }

  std::shared_ptr<BounceParser> c_;
};

} // namespace bounce

#endif
