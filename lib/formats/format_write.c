/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "formats/format_write.h"

/* A member that is added to one of these structs, but not here, stops the
 * build. */
#define HEAD                                                                   \
  "/* Made by compile-formats: edit the files in data/formats instead. */\n"   \
  "#include \"formats/format.h\"\n\n"                                          \
  "#pragma GCC diagnostic error \"-Wmissing-field-initializers\"\n\n"          \
  "static const GPtrArray no_samples = {NULL, 0};\n"

/* Elements are 32-bit words alone (format.h). */
static void
write_array(GString *out, const char *name, const char *owner,
            const GArray *array, gsize element)
{
  const guint32 *words = (gconstpointer)array->data;
  gsize n = array->len * (element / sizeof(guint32));
  if (n)
    g_string_append_printf(out, "static const guint32 %s_%s_words[] = {\n",
                           name, owner);
  for (gsize i = 0; i < n; i++)
    g_string_append_printf(out, i % 12 == 11 ? "%u,\n" : "%u,", words[i]);
  if (n)
    g_string_append(out, "};\n");
  g_string_append_printf(out, "static const GArray %s_%s = {", name, owner);
  if (n)
    g_string_append_printf(out, "(gchar *)%s_%s_words, %u};\n", name, owner,
                           array->len);
  else
    g_string_append(out, "NULL, 0};\n");
}

static void
write_text(GString *out, const char *name, const char *owner,
           const GString *text)
{
  g_string_append_printf(out, "static const signed char %s_%s_bytes[] = {\n",
                         name, owner);
  for (gsize i = 0; i <= text->len; i++)
    g_string_append_printf(out, i % 16 == 15 ? "%d,\n" : "%d,",
                           (signed char)text->str[i]);
  g_string_append_printf(out,
                         "};\nstatic const GString %s_%s = {(gchar *)%s_%s_"
                         "bytes, %" G_GSIZE_FORMAT ", 0};\n",
                         name, owner, name, owner, text->len);
}

static void
write_automaton(GString *out, const char *owner, const AutomatonTables *tables)
{
  write_array(out, "cells", owner, tables->cells, sizeof(AutomatonCell));
  write_array(out, "tails", owner, tables->tails, sizeof(guint32));
  write_array(out, "links", owner, tables->links, sizeof(AutomatonLink));
  write_array(out, "outs", owner, tables->outs, sizeof(AutomatonOut));
}

static void
append_array(GString *out, const char *name, const char *owner)
{
  g_string_append_printf(out, "(GArray *)&%s_%s, ", name, owner);
}

static void
append_automaton(GString *out, const char *owner, const AutomatonTables *tables)
{
  g_string_append_c(out, '{');
  append_array(out, "cells", owner);
  append_array(out, "tails", owner);
  g_string_append_printf(out, "%u, ", tables->n_tails);
  append_array(out, "links", owner);
  append_array(out, "outs", owner);
  g_string_append(out, "}, ");
}

static void
append_table(GString *out, const char *owner, const PatternTable *table)
{
  g_string_append_c(out, '{');
  append_array(out, "patterns", owner);
  append_array(out, "items", owner);
  g_string_append_printf(out, "(GString *)&words_%s, ", owner);
  append_array(out, "keys", owner);
  append_automaton(out, owner, &table->trie);
  append_array(out, "at_lines", owner);
  g_string_append_c(out, '{');
  for (guint i = 0; i < G_N_ELEMENTS(table->at_line); i++)
    g_string_append_printf(out, "%u, ", table->at_line[i]);
  g_string_append(out, "}, ");
  append_array(out, "in_headers", owner);
  append_array(out, "starts", owner);
  g_string_append_printf(out, "%u, %u}, ", table->n_slots, table->n_alike);
}

static void
write_format(GString *out, const char *owner, const Format *format)
{
  const PatternTable *table = &format->table;
  write_array(out, "patterns", owner, table->patterns, sizeof(Pattern));
  write_array(out, "items", owner, table->items, sizeof(PatternItem));
  write_text(out, "words", owner, table->words);
  write_array(out, "keys", owner, table->keys, sizeof(PatternKey));
  write_automaton(out, owner, &table->trie);
  write_array(out, "at_lines", owner, table->at_lines, sizeof(LineStart));
  write_array(out, "in_headers", owner, table->in_headers, sizeof(guint));
  write_array(out, "starts", owner, table->starts, sizeof(guint));
  g_string_append_printf(out, "static const Format format_%s = {", owner);
  if (format->name)
    g_string_append_printf(out, "\"%s\", %u, ", format->name, format->line);
  else
    g_string_append_printf(out, "NULL, %u, ", format->line);
  append_table(out, owner, table);
  g_string_append_printf(
      out, "(GPtrArray *)&no_samples, %d, %u, %u, %d, %d};\n", format->prefer,
      format->action, format->kind, format->is_known, format->has_source);
}

static void
write_formats(GString *out, const FormatSet *set)
{
  for (guint i = 0; i < set->formats->len; i++) {
    g_autofree char *owner = g_strdup_printf("%u", i);
    write_format(out, owner, set->formats->pdata[i]);
  }
  g_string_append(out, "static const Format *const list[] = {");
  for (guint i = 0; i < set->formats->len; i++)
    g_string_append_printf(out, "&format_%u, ", i);
  g_string_append_printf(
      out, "NULL};\nstatic const GPtrArray formats = {(gpointer *)list, %u};\n",
      set->formats->len);
  if (set->general)
    write_format(out, "general", set->general);
}

char *
formats_write(const FormatSet *set)
{
  GString *out = g_string_new(HEAD);
  write_formats(out, set);
  write_text(out, "texts", "set", set->texts);
  write_array(out, "marks", "set", set->marks, sizeof(Mark));
  write_automaton(out, "set", &set->automaton);
  write_array(out, "phrases", "set", set->phrases, sizeof(guint));
  write_array(out, "headers", "set", set->headers, sizeof(HeaderName));
  write_array(out, "header_keys", "set", set->header_keys, sizeof(guint));
  write_array(out, "known_marks", "set", set->known_marks, sizeof(KnownMark));
  write_array(out, "alternatives", "set", set->alternatives,
              sizeof(Alternative));
  write_array(out, "by_text", "set", set->by_text, sizeof(guint));
  g_string_append_printf(
      out,
      "static const FormatSet set = {TRUE, NULL, NULL, (GString *)&texts_set, "
      "(GPtrArray *)&formats, %s, ",
      set->general ? "(Format *)&format_general" : "NULL");
  append_array(out, "marks", "set");
  append_automaton(out, "set", &set->automaton);
  append_array(out, "phrases", "set");
  append_array(out, "headers", "set");
  append_array(out, "header_keys", "set");
  append_array(out, "known_marks", "set");
  append_array(out, "alternatives", "set");
  append_array(out, "by_text", "set");
  g_string_append(out, "};\n\nFormatSet *\nformats_builtin(void)\n{\n"
                       "  return (FormatSet *)&set;\n}\n");
  return g_string_free(out, FALSE);
}
