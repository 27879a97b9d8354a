/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* HTML to text. */
#include <string.h>
#include <time.h>

#include "harness.h"
#include "walk/html.h"

static const struct {
  const char *html;
  const char *text;
} samples[] = {
    {"", ""},
    {"plain", "plain"},
    {"  a \n\t b  ", "a b"},
    {"<p>one</p><p>two</p>", "one\n\ntwo"},
    {"<div>one</div><div>two</div>", "one\ntwo"},
    {"one<br>two<BR/>three", "one\ntwo\nthree"},
    {"one<br><br>two<br><br><br>three", "one\n\ntwo\n\nthree"},
    {"<ul><li>a<li>b</ul>c", "a\nb\nc"},
    {"<table><tr><td>To</td><td>u@example.org</td></tr>"
     "<tr><td>Why</td><td>550</td></tr></table>",
     "To: u@example.org\n\nWhy: 550"},
    {"<tr><td>To:</td><td>u</td></tr><tr><td>1</td><td>a</td></tr>"
     "<tr><td>u@example.org</td><td>full</td></tr>"
     "<tr><td>a</td><td>b</td><td>c</td></tr>",
     "To: u\n1 a\nu@example.org full\na b c"},
    {"<tr><th>Who</th><th>Why</th></tr><tr><th>Code</th><td>5</td></tr>x",
     "Who Why\nCode: 5\n\nx"},
    {"<tr><td>a</td><td><tr><td>Host</td><td>b</td></tr></td></tr>",
     "a\nHost: b"},
    {"<tr><td>\xE5\x8E\x9F\xE5\x9B\xA0\xEF\xBC\x9A</td><td>b</td></tr>",
     "\xE5\x8E\x9F\xE5\x9B\xA0\xEF\xBC\x9A b"},
    {"a<b>b</b>c <i>d</i>", "abc d"},
    {"&lt;u@example.org&gt; &amp;&nbsp;more", "<u@example.org> & more"},
    {"u&#64;example&#x2E;org", "u@example.org"},
    {"&eacute;&Uuml;&euro;&rsquo;", "éÜ€’"},
    {"&unknown; &; &#; &#xZ; a & b", "&unknown; &; &#; &#xZ; a & b"},
    {"&#0;&#xD800;&#x110000;x", "x"},
    {"<u@example.org> and <a.b@example.org>",
     "<u@example.org> and <a.b@example.org>"},
    {"5 < 6 > 4", "5 < 6 > 4"},
    {"<a href=\"x>y\" title='<z>'>link</a>!", "link!"},
    {"<a href=mailto:u@example.org>u@example.org</a>", "u@example.org"},
    {"a<!-- b <p> c -->d<!DOCTYPE html>e<?php f ?>g", "adeg"},
    {"a<!-- never closed <b>x", "ax"},
    {"<head><title>T</title><style>p{}</style></head><body>b", "b"},
    {"a<script>if (x < y) '</p>'</script>b", "ab"},
    {"<pre>a  b\n  c</pre>d", "a  b\n  c\n\nd"},
    {"<o:p>x</o:p>", "x"},
    {"a<br", "a"},
    {"a<", "a<"},
    {"a</", "a</"},
};

START_TEST(html_becomes_text)
{
  Arena *arena = arena_new();
  gsize length;
  const char *html = samples[_i].html;
  char *text = html_to_text(arena, html, strlen(html), &length);
  ck_assert_str_eq(text, samples[_i].text);
  ck_assert_uint_eq(length, strlen(text));
  arena_free(arena);
}
END_TEST

/* What makes readers slow that look ahead again and again. */
static const char *const hostile[] = {
    "<",      "<a",           "<a \"",   "<div>", "<!--", "<!--<",
    "&",      "&#",           "<script", "<pre>", "</",   "<a'<",
    "<p \">", "<a href=\"x>", "<td> ",   "<br>",
};

START_TEST(hostile_html_takes_linear_time)
{
  const gsize most = 8 * 1024 * 1024;
  g_autoptr(GString) html = g_string_sized_new(most + 16);
  while (html->len < most)
    g_string_append(html, hostile[_i]);
  Arena *arena = arena_new();
  gsize length;
  clock_t start = clock(); /* of the processor: others may be busy */
  html_to_text(arena, html->str, html->len, &length);
  ck_assert_uint_le(length, html->len);
  ck_assert_int_lt(clock() - start, 20 * CLOCKS_PER_SEC);
  arena_free(arena);
}
END_TEST

int
main(void)
{
  TCase *cases;
  Suite *suite = suite_of("html", &cases);
  tcase_add_loop_test(cases, html_becomes_text, 0, G_N_ELEMENTS(samples));
  tcase_add_loop_test(slow_cases(suite), hostile_html_takes_linear_time, 0,
                      G_N_ELEMENTS(hostile));
  return run_suite(suite);
}
