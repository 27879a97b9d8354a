/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "rules/normalize.h"
#include "rules/rules_model.h"

/* They are looked through one by one. */
#define MAX_UNITS 1000

static GArray *
new_array(gsize size)
{
  return g_array_new(FALSE, TRUE, (guint)size);
}

Model *
model_new(void)
{
  Model *model = g_new0(Model, 1);

  model->chunk = g_string_chunk_new(4096);
  model->files = g_ptr_array_new();
  model->rules = new_array(sizeof(Rule));
  model->ids = g_hash_table_new(g_str_hash, g_str_equal);
  model->alternatives = new_array(sizeof(Alternative));
  model->phrase_ids = g_hash_table_new(g_bytes_hash, g_bytes_equal);
  model->phrases =
      g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
  model->phrase_letters = new_array(sizeof(guint));
  model->nodes = new_array(sizeof(ModelNode));
  model->edges =
      g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
  model->actions = new_array(sizeof(ModelAction));
  model->flags = g_hash_table_new(NULL, NULL);
  model->withouts = new_array(sizeof(guint32));
  model->bindings = new_array(sizeof(BindingEntry));
  model->values = new_array(sizeof(guint32));
  model->hosts = g_ptr_array_new();
  model->host_flags = new_array(sizeof(guint32));
  model->providers = new_array(sizeof(ProviderEntry));
  model->host_ids = g_hash_table_new(g_str_hash, g_str_equal);
  model->strings = g_string_new(NULL);
  model->samples = new_array(sizeof(Sample));
  model->units = new_array(sizeof(UnitEntry));
  g_array_set_size(model->nodes, 1);
  g_array_set_size(model->bindings, 1);
  return model;
}

void
model_free(Model *model)
{
  if (model == NULL)
    return;
  g_string_chunk_free(model->chunk);
  g_ptr_array_unref(model->files);
  g_array_unref(model->rules);
  g_hash_table_unref(model->ids);
  g_array_unref(model->alternatives);
  g_hash_table_unref(model->phrase_ids);
  g_ptr_array_unref(model->phrases);
  g_array_unref(model->phrase_letters);
  g_array_unref(model->nodes);
  g_hash_table_unref(model->edges);
  g_array_unref(model->actions);
  g_hash_table_unref(model->flags);
  g_array_unref(model->withouts);
  g_array_unref(model->bindings);
  g_array_unref(model->values);
  g_ptr_array_unref(model->hosts);
  g_array_unref(model->host_flags);
  g_array_unref(model->providers);
  g_hash_table_unref(model->host_ids);
  g_string_free(model->strings, TRUE);
  g_array_unref(model->samples);
  g_array_unref(model->units);
  g_free(model);
}

char *
model_string(Model *model, const char *text)
{
  return g_string_chunk_insert(model->chunk, text);
}

guint32
model_table_string(Model *model, const char *text)
{
  guint32 at = (guint32)model->strings->len;

  g_string_append_len(model->strings, text, (gssize)strlen(text) + 1);
  return at;
}

guint32
model_phrase(Model *model, const char *text, gsize length)
{
  g_autoptr(GByteArray) bytes = g_byte_array_new();
  PhraseEdges edges = PHRASE_WHOLE_ADDRESSES;
  gpointer known;
  guint letters;
  GBytes *key;

  if (length > 1 && text[length - 1] == '*') {
    edges |= PHRASE_OPEN_END;
    length--;
  }
  if (length > 1 && text[0] == '*') {
    edges |= PHRASE_OPEN_START;
    text++;
    length--;
  }
  letters = phrase_append(bytes, text, length, edges);
  if (letters == 0 || bytes->len > NORMAL_HISTORY)
    return G_MAXUINT32;
  key = g_bytes_new(bytes->data, bytes->len);
  if (g_hash_table_lookup_extended(model->phrase_ids, key, NULL, &known)) {
    g_bytes_unref(key);
    return GPOINTER_TO_UINT(known);
  }
  g_hash_table_insert(model->phrase_ids, key,
                      GUINT_TO_POINTER(model->phrases->len));
  g_ptr_array_add(model->phrases, key);
  g_array_append_val(model->phrase_letters, letters);
  return model->phrases->len - 1;
}

guint32
model_node(Model *model, guint32 node, guint32 phrase)
{
  gint64 edge = (gint64)node << 32 | phrase;
  gpointer child = g_hash_table_lookup(model->edges, &edge);
  ModelNode made = {node, phrase, 0};
  ModelNode *parent = &g_array_index(model->nodes, ModelNode, node);

  if (child != NULL)
    return GPOINTER_TO_UINT(child);
  made.letters =
      parent->letters + g_array_index(model->phrase_letters, guint, phrase);
  g_array_append_val(model->nodes, made);
  child = GUINT_TO_POINTER(model->nodes->len - 1);
  g_hash_table_insert(model->edges, g_memdup2(&edge, sizeof(edge)), child);
  return GPOINTER_TO_UINT(child);
}

void
model_add_action(Model *model, guint32 node, guint kind, guint32 value)
{
  ModelAction made = {node, kind << ACTION_KIND_SHIFT | value};

  g_array_append_val(model->actions, made);
}

guint32
model_new_flag(Model *model)
{
  return model->n_flags++;
}

guint32
model_node_flag(Model *model, guint32 node)
{
  guint32 known = GPOINTER_TO_UINT(
      g_hash_table_lookup(model->flags, GUINT_TO_POINTER(node)));

  if (known == 0) {
    known = model_new_flag(model) + 1;
    g_hash_table_insert(model->flags, GUINT_TO_POINTER(node),
                        GUINT_TO_POINTER(known));
    model_add_action(model, node, ACTION_FLAG, known - 1);
  }
  return known - 1;
}

/* "*.example.org" holds for example.org, too. */
void
model_add_host(Model *model, const char *pattern, guint32 flag)
{
  g_autofree char *lower = g_ascii_strdown(pattern, -1);
  gboolean open = lower[0] == '*';
  g_autofree char *reversed = g_strreverse(g_strdup(lower + (open ? 1 : 0)));

  if (open) {
    g_ptr_array_add(model->hosts, model_string(model, reversed));
    g_array_append_val(model->host_flags, flag);
    if (lower[1] != '.')
      return;
    reversed[strlen(reversed) - 1] = '\0';
  }
  {
    g_autofree char *whole = g_strconcat(reversed, "^", NULL);

    g_ptr_array_add(model->hosts, model_string(model, whole));
    g_array_append_val(model->host_flags, flag);
  }
}

guint32
model_host_flag(Model *model, const char *pattern)
{
  guint32 known =
      GPOINTER_TO_UINT(g_hash_table_lookup(model->host_ids, pattern));

  if (known == 0) {
    known = model_new_flag(model) + 1;
    g_hash_table_insert(model->host_ids, model_string(model, pattern),
                        GUINT_TO_POINTER(known));
    model_add_host(model, pattern, known - 1);
  }
  return known - 1;
}

gboolean
model_add_unit(Model *model, UnitKind kind, guint32 factor, const char *word)
{
  UnitEntry unit = {kind, factor, model_table_string(model, word),
                    (guint32)strlen(word)};

  if (model->units->len == MAX_UNITS)
    return FALSE;
  g_array_append_val(model->units, unit);
  return TRUE;
}
