using System;
using System.Runtime.InteropServices;
using System.Text;

namespace Bounce
{
    /// <summary>Loads the library that BOUNCE_LIBRARY names: then the name that Native uses means that one.</summary>
    static class Loader
    {
        const int Now = 2;

        [DllImport("libdl.so.2")] static extern IntPtr dlopen(string path, int flags);

        internal static void Load()
        {
            string path = Environment.GetEnvironmentVariable("BOUNCE_LIBRARY");
            if (!string.IsNullOrEmpty(path) && dlopen(path, Now) == IntPtr.Zero)
                throw new DllNotFoundException(path);
        }
    }

    /// <summary>The library's functions, as in its headers.</summary>
    static class Native
    {
        const string Library = "libbounce.so.0";

        [DllImport(Library)] internal static extern IntPtr bounce_parser_new();
        [DllImport(Library)] internal static extern void bounce_parser_unref(IntPtr parser);
        [DllImport(Library)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool bounce_parser_keep_header(IntPtr parser, byte[] name);
        [DllImport(Library)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool bounce_parser_add_rules(IntPtr parser, byte[] name, byte[] text, UIntPtr length,
                                                            out IntPtr error);
        [DllImport(Library)]
        [return: MarshalAs(UnmanagedType.I1)]
        internal static extern bool bounce_parser_add_rules_file(IntPtr parser, byte[] path, out IntPtr error);
        [DllImport(Library)]
        internal static extern IntPtr bounce_parser_parse(IntPtr parser, byte[] message, UIntPtr length,
                                                          out IntPtr error);
        [DllImport(Library)]
        internal static extern IntPtr bounce_parser_parse_file(IntPtr parser, byte[] path, out IntPtr error);
        [DllImport(Library)]
        internal static extern IntPtr bounce_parser_classify_reply(IntPtr parser, byte[] reply, UIntPtr length,
                                                                   byte[] host, out IntPtr error);
        [DllImport(Library)]
        internal static extern IntPtr bounce_parser_parse_mailbox_message(IntPtr parser, IntPtr message,
                                                                          out IntPtr error);
        [DllImport(Library)] internal static extern IntPtr bounce_mailbox_open(byte[] path, out IntPtr error);
        [DllImport(Library)] internal static extern IntPtr bounce_mailbox_next(IntPtr mailbox, out IntPtr error);
        [DllImport(Library)] internal static extern void bounce_mailbox_free(IntPtr mailbox);
        [DllImport(Library)] internal static extern IntPtr bounce_mailbox_message_source(IntPtr message);
        [DllImport(Library)] internal static extern void bounce_mailbox_message_free(IntPtr message);
        [DllImport(Library)] internal static extern uint bounce_report_kind(IntPtr report);
        [DllImport(Library)] internal static extern uint bounce_report_n_recipients(IntPtr report);
        [DllImport(Library)] internal static extern IntPtr bounce_report_recipient(IntPtr report, uint index);
        [DllImport(Library)] internal static extern IntPtr bounce_report_original(IntPtr report);
        [DllImport(Library)] internal static extern IntPtr bounce_report_to_json(IntPtr report, byte[] source);
        [DllImport(Library)] internal static extern void bounce_report_free(IntPtr report);
        [DllImport(Library)] internal static extern void bounce_string_free(IntPtr text);
        [DllImport(Library)] internal static extern IntPtr bounce_recipient_address(IntPtr recipient);
        [DllImport(Library)] internal static extern IntPtr bounce_recipient_original_address(IntPtr recipient);
        [DllImport(Library)] internal static extern uint bounce_recipient_action(IntPtr recipient);
        [DllImport(Library)] internal static extern uint bounce_recipient_class(IntPtr recipient);
        [DllImport(Library)] internal static extern uint bounce_recipient_category(IntPtr recipient);
        [DllImport(Library)] internal static extern uint bounce_recipient_hardness(IntPtr recipient);
        [DllImport(Library)] internal static extern uint bounce_recipient_advice(IntPtr recipient);
        [DllImport(Library)] internal static extern uint bounce_recipient_reply_code(IntPtr recipient);
        [DllImport(Library)] internal static extern IntPtr bounce_recipient_status(IntPtr recipient);
        [DllImport(Library)] internal static extern IntPtr bounce_recipient_diagnostic(IntPtr recipient);
        [DllImport(Library)] internal static extern IntPtr bounce_recipient_remote_mta(IntPtr recipient);
        [DllImport(Library)] internal static extern IntPtr bounce_original_message_id(IntPtr original);
        [DllImport(Library)] internal static extern IntPtr bounce_original_subject(IntPtr original);
        [DllImport(Library)] internal static extern IntPtr bounce_original_from(IntPtr original);
        [DllImport(Library)] internal static extern IntPtr bounce_original_to(IntPtr original);
        [DllImport(Library)] internal static extern IntPtr bounce_original_return_path(IntPtr original);
        [DllImport(Library)] internal static extern IntPtr bounce_original_recipient(IntPtr original);
        [DllImport(Library)] internal static extern uint bounce_original_n_headers(IntPtr original);
        [DllImport(Library)] internal static extern IntPtr bounce_original_header(IntPtr original, uint index);
        [DllImport(Library)] internal static extern IntPtr bounce_header_name(IntPtr header);
        [DllImport(Library)] internal static extern IntPtr bounce_header_value(IntPtr header);
        [DllImport(Library)] internal static extern IntPtr bounce_kind_to_string(uint kind);
        [DllImport(Library)] internal static extern IntPtr bounce_action_to_string(uint action);
        [DllImport(Library)] internal static extern IntPtr bounce_class_to_string(uint class_);
        [DllImport(Library)] internal static extern IntPtr bounce_category_to_string(uint category);
        [DllImport(Library)] internal static extern IntPtr bounce_hardness_to_string(uint hardness);
        [DllImport(Library)] internal static extern IntPtr bounce_advice_to_string(uint advice);
        [DllImport(Library)] internal static extern uint bounce_error_code(IntPtr error);
        [DllImport(Library)] internal static extern uint bounce_error_line(IntPtr error);
        [DllImport(Library)] internal static extern IntPtr bounce_error_message(IntPtr error);
        [DllImport(Library)] internal static extern void bounce_error_free(IntPtr error);

        /// <summary>UTF-8 that ends in NUL; null stays null.</summary>
        internal static byte[] Text(string text)
        {
            return text == null ? null : Encoding.UTF8.GetBytes(text + "\0");
        }

        internal static string Text(IntPtr text)
        {
            if (text == IntPtr.Zero)
                return null;
            int length = 0;
            while (Marshal.ReadByte(text, length) != 0)
                length++;
            var bytes = new byte[length];
            Marshal.Copy(text, bytes, 0, length);
            return Encoding.UTF8.GetString(bytes);
        }
    }
}
