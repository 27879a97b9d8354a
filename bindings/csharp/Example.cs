using System;
using System.Linq;
using Bounce;

/// <summary>Example FILE...: prints reports as bounce --format=json does.</summary>
static class Example
{
    static int Main(string[] paths)
    {
        try {
            using (var parser = new Parser()) {
                var reports = paths.Select(path => parser.ParseFile(path).Json);
                Console.WriteLine("[\n" + string.Join(",\n", reports) + "\n]");
            }
            return 0;
        } catch (BounceException error) {
            Console.Error.WriteLine(error.Message);
            return 1;
        }
    }
}
