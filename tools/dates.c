/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "dates.h"

#include <gmime/gmime.h>

GDateTime *
dates_read(const char *text)
{
  return text ? g_mime_utils_header_decode_date(text) : NULL;
}

GDateTime *
dates_of_report(const BounceReport *report)
{
  GDateTime *date = dates_read(report->date);
  if (!date)
    date = dates_read(report->arrival_date);
  for (uint32_t i = 0; !date && i < report->n_recipients; i++)
    date = dates_read(report->recipients[i]->last_attempt);
  return date;
}

char *
dates_day_of_report(const BounceReport *report)
{
  g_autoptr(GDateTime) date = dates_of_report(report);
  g_autoptr(GDateTime) utc = date ? g_date_time_to_utc(date) : NULL;
  return utc ? g_date_time_format(utc, "%Y-%m-%d") : NULL;
}

static gboolean
read_age(const char *text, gint64 *unix_time)
{
  static const struct {
    char unit;
    gint64 seconds;
  } units[] = {{'h', 3600}, {'d', 86400}, {'w', 7 * 86400}};
  char *end;
  guint64 n = g_ascii_strtoull(text, &end, 10);
  if (!g_ascii_isdigit(text[0]) || n > 100000)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS(units); i++)
    if (end[0] == units[i].unit && !end[1]) {
      *unix_time =
          g_get_real_time() / G_USEC_PER_SEC - (gint64)n * units[i].seconds;
      return TRUE;
    }
  return FALSE;
}

gboolean
dates_since(const char *text, gint64 *unix_time)
{
  static const char *const rests[] = {"", ":00", "T00:00:00"};
  if (read_age(text, unix_time))
    return TRUE;
  g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
  for (gsize i = 0; i < G_N_ELEMENTS(rests); i++) {
    g_autofree char *whole = g_strconcat(text, rests[i], NULL);
    g_autoptr(GDateTime) date = g_date_time_new_from_iso8601(whole, utc);
    if (date) {
      *unix_time = g_date_time_to_unix(date);
      return TRUE;
    }
  }
  return FALSE;
}
