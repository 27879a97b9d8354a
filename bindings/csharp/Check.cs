using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Bounce;

/// <summary>Check ROUNDS MAILBOX RULES MESSAGE REPLY: uses all of the binding, for tests/check-bindings.py.</summary>
static class Check
{
    static readonly string Name = new string('x', 20000);

    static void Show(params object[] values)
    {
        Console.WriteLine(string.Join("\t", values.Select(value => value ?? "-")));
    }

    static void ShowReport(Report report)
    {
        Show(report.Source, report.Kind, report.Original.MessageId, report.Original.Subject);
        foreach (Recipient one in report.Recipients)
            Show(one.Address, one.Action == "unknown" ? "-" : one.Action, one.Class, one.Hardness, one.Advice,
                 one.ReplyCode == 0 ? "-" : one.ReplyCode.ToString(), one.Status, one.Diagnostic);
    }

    static BounceException OneRound(string[] arguments, byte[] message, List<Report> reports)
    {
        reports.Clear();
        using (var parser = new Parser()) {
            parser.AddRulesFile(arguments[2]);
            foreach (Report report in parser.Mailbox(arguments[1]))
                reports.Add(report);
            reports.Add(parser.Mailbox(arguments[1]).First());
            reports.Add(parser.Parse(message));
            reports.Add(parser.ClassifyReply(arguments[4], "mx.example.net"));
            try {
                parser.AddRules("class no_such_class\n", Name);
            } catch (BounceException error) {
                return error;
            }
        }
        throw new InvalidOperationException("wrong rules are taken");
    }

    static void ShowMemory()
    {
        Console.WriteLine(File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM")));
    }

    static void Main(string[] arguments)
    {
        int rounds = int.Parse(arguments[0]);
        byte[] message = File.ReadAllBytes(arguments[3]);
        var reports = new List<Report>();
        BounceException error = null;
        for (int i = 1; i <= rounds; i++) {
            error = OneRound(arguments, message, reports);
            if (i == rounds / 5 || i == rounds)
                ShowMemory();
        }
        reports.ForEach(ShowReport);
        Show(error.Code, error.Line, error.Message.Replace(Name, "rules"));
    }
}
