// example FILE...: prints reports as bounce --format=json does.
#include <exception>
#include <iostream>

#include "bounce.hpp"

int
main(int argc, char **argv)
try {
  bounce::Parser parser;
  std::cout << "[";
  for (int i = 1; i < argc; i++)
    std::cout << (i > 1 ? ",\n" : "\n") << parser.parse_file(argv[i]).json();
  std::cout << "\n]\n";
  return 0;
} catch (const std::exception &error) {
  std::cerr << error.what() << '\n';
  return 1;
}
