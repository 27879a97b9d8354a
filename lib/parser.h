/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The parser object. */
#ifndef LIB_PARSER_H
#define LIB_PARSER_H

#include <bounce/parser.h>

#include "config.h"
#include "walk.h"

struct BounceParser {
  gatomicrefcount references;
  Config config;
};

/* From a walk to the report: runs every reader. Takes the report's arena. */
BounceReport *parser_report(const BounceParser *parser, BounceReport *report,
                            Walk *walk);

#endif
