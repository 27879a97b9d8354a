/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The parser object. */
#ifndef LIB_PARSER_H
#define LIB_PARSER_H

#include <bounce/parser.h>

#include "base/config.h"

struct BounceParser {
  gatomicrefcount references;
  Config config;
};

#endif
