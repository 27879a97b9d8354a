# frozen_string_literal: true

require "ffi"
require "json"

# Reads mail bounces with libbounce:
#
#   Bounce::Parser.open do |parser|
#     report = parser.parse_file("bounce.eml")
#     report[:recipients].each { |one| puts "#{one[:address]} #{one[:class]}" }
#     parser.mailbox("Maildir/").each { |report| puts report[:source] }
#   end
#
# A report is a hash with the keys of docs/json.md as symbols.
# BOUNCE_LIBRARY names the shared library where it is not installed.
module Bounce
  # The library's functions, as in its headers.
  module C
    extend FFI::Library
    ffi_lib ENV.fetch("BOUNCE_LIBRARY", "libbounce.so.0")
    attach_function :bounce_parser_new, [], :pointer
    attach_function :bounce_parser_unref, [:pointer], :void
    attach_function :bounce_parser_keep_header, [:pointer, :string], :bool
    attach_function :bounce_parser_add_rules, [:pointer, :string, :buffer_in, :size_t, :pointer], :bool
    attach_function :bounce_parser_add_rules_file, [:pointer, :string, :pointer], :bool
    attach_function :bounce_parser_parse, [:pointer, :buffer_in, :size_t, :pointer], :pointer
    attach_function :bounce_parser_parse_file, [:pointer, :string, :pointer], :pointer
    attach_function :bounce_parser_classify_reply, [:pointer, :buffer_in, :size_t, :string, :pointer], :pointer
    attach_function :bounce_parser_parse_mailbox_message, [:pointer, :pointer, :pointer], :pointer
    attach_function :bounce_mailbox_open, [:string, :pointer], :pointer
    attach_function :bounce_mailbox_next, [:pointer, :pointer], :pointer
    attach_function :bounce_mailbox_free, [:pointer], :void
    attach_function :bounce_mailbox_message_source, [:pointer], :string
    attach_function :bounce_mailbox_message_free, [:pointer], :void
    attach_function :bounce_report_to_json, [:pointer, :string], :pointer
    attach_function :bounce_report_free, [:pointer], :void
    attach_function :bounce_string_free, [:pointer], :void
    attach_function :bounce_error_code, [:pointer], :uint32
    attach_function :bounce_error_line, [:pointer], :uint32
    attach_function :bounce_error_message, [:pointer], :string
    attach_function :bounce_error_free, [:pointer], :void
  end
  private_constant :C

  # What could not be read: code is a BounceErrorCode, line the place in rules or 0.
  class Error < StandardError
    attr_reader :code, :line

    def initialize(message, code, line)
      super(message)
      @code = code
      @line = line
    end

    # Calls a function with a place for an error; raises the one that it stores.
    def self.check
      FFI::MemoryPointer.new(:pointer) do |place|
        result = yield place
        error = place.read_pointer
        return result if error.null?

        begin
          raise new(C.bounce_error_message(error).force_encoding("UTF-8"), C.bounce_error_code(error),
                    C.bounce_error_line(error))
        ensure
          C.bounce_error_free(error)
        end
      end
    end
  end

  # Owns an object of the library until it is closed or collected.
  module Owner
    def self.included(base)
      base.extend(Open)
    end

    # new, and a block that closes what it was given.
    module Open
      def open(*arguments)
        owner = new(*arguments)
        return owner unless block_given?

        begin
          yield owner
        ensure
          owner.close
        end
      end
    end

    def close
      @pointer&.free
      @pointer = nil
    end

    def pointer
      @pointer or raise IOError, "closed #{self.class.name}"
    end
  end
  private_constant :Owner

  # Parses messages. Configure it before threads share it.
  class Parser
    include Owner

    def initialize
      @pointer = FFI::AutoPointer.new(C.bounce_parser_new, C.method(:bounce_parser_unref))
    end

    # Keeps a header field of the original, such as "X-Campaign-Id".
    def keep_header(name)
      C.bounce_parser_keep_header(pointer, name) or raise ArgumentError, "no header field is named #{name.inspect}"
    end

    # Adds rules (docs/rules.md) that beat the built-in ones.
    def add_rules(text, name = "rules")
      Error.check { |error| C.bounce_parser_add_rules(pointer, name, text, text.bytesize, error) }
    end

    def add_rules_file(path)
      Error.check { |error| C.bounce_parser_add_rules_file(pointer, path.to_s, error) }
    end

    def parse(message, source = nil)
      hash { parse_json(message, source) }
    end

    def parse_file(path)
      hash { parse_file_json(path) }
    end

    # What a reply means, during an SMTP session.
    def classify_reply(reply, host = nil)
      hash do
        take(Error.check { |error| C.bounce_parser_classify_reply(pointer, reply, reply.bytesize, host, error) }, nil)
      end
    end

    # The reports of a message, an mbox (also .gz), a Maildir or a folder.
    def mailbox(path, &block)
      Mailbox.open(self, path.to_s, &block)
    end

    # The report as text.
    def parse_json(message, source = nil)
      take(Error.check { |error| C.bounce_parser_parse(pointer, message, message.bytesize, error) }, source)
    end

    def parse_file_json(path)
      take(Error.check { |error| C.bounce_parser_parse_file(pointer, path.to_s, error) }, path.to_s)
    end

    # Parses a message of a mailbox.
    def parse_mailbox_message(message)
      hash do
        take(Error.check { |error| C.bounce_parser_parse_mailbox_message(pointer, message, error) },
             C.bounce_mailbox_message_source(message))
      end
    end

    private

    def hash
      JSON.parse(yield, symbolize_names: true)
    end

    def take(report, source)
      text = C.bounce_report_to_json(report, source)
      text.read_string.force_encoding("UTF-8")
    ensure
      C.bounce_string_free(text)
      C.bounce_report_free(report)
    end
  end

  # Goes over reports, one message in memory at a time. What can't be read
  # raises an Error once; the next call goes on with what follows.
  class Mailbox
    include Owner
    include Enumerable

    def initialize(parser, path)
      @parser = parser
      opened = Error.check { |error| C.bounce_mailbox_open(path, error) }
      @pointer = FFI::AutoPointer.new(opened, C.method(:bounce_mailbox_free))
    end

    # The next report, or nil at the end.
    def next
      message = Error.check { |error| C.bounce_mailbox_next(pointer, error) }
      return if message.null?

      begin
        @parser.parse_mailbox_message(message)
      ensure
        C.bounce_mailbox_message_free(message)
      end
    end

    def each
      return enum_for unless block_given?

      while (report = self.next)
        yield report
      end
      self
    end
  end
end
