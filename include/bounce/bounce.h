/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * @file bounce.h
 * All of libbounce, in reading order.
 *
 * @code{.c}
 * BounceParser *parser = bounce_parser_new();
 * BounceReport *report = bounce_parser_parse_file(parser, path, NULL);
 * if (report && report->n_recipients > 0)
 *   puts(bounce_class_to_string(report->recipients[0]->class_));
 * bounce_report_free(report);
 * bounce_parser_unref(parser);
 * @endcode
 */
#ifndef BOUNCE_BOUNCE_H
#define BOUNCE_BOUNCE_H

#include <bounce/version.h>
#include <bounce/types.h>
#include <bounce/error.h>
#include <bounce/recipient.h>
#include <bounce/original.h>
#include <bounce/feedback.h>
#include <bounce/part.h>
#include <bounce/report.h>
#include <bounce/parser.h>
#include <bounce/mailbox.h>
#include <bounce/explain.h>
#include <bounce/mapping.h>

#endif
