/* example FILE...: prints reports as bounce --format=json does. */
int main (string[] args) {
  var parser = new Bounce.Parser ();
  string[] reports = {};
  try {
    foreach (unowned string path in args[1:args.length])
      reports += parser.parse_file (path).to_json (path).str;
  } catch (GLib.Error error) {
    stderr.printf ("%s\n", error.message);
    return 1;
  }
  stdout.printf ("[\n%s\n]\n", string.joinv (",\n", reports));
  return 0;
}
