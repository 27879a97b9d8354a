/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The formats, each in its own file. */
#ifndef TOOLS_FORMATS_H
#define TOOLS_FORMATS_H

#include "output.h"

extern const Format format_table;
extern const Format format_json;
extern const Format format_ndjson;
extern const Format format_html;
extern const Format format_undetermined;
extern const Format format_why;
extern const Format format_long;
extern const Format format_csv;
extern const Format format_sisimai;
extern const Format format_summary;
extern const Format format_addresses;

#endif
