/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * @file feedback.h
 * The fields of a feedback report (RFC 5965, RFC 6591).
 *
 * A report is made by a parser, never changes, and is safe to read from many
 * threads at once. Everything that is reached through it lives until
 * bounce_report_free(). Strings are UTF-8, end in NUL, and are NULL when the
 * message does not tell: nothing is ever invented. The structs are made by the
 * library alone and grow at their ends in later versions; every field has a
 * function beside it, for languages that call functions more easily.
 */
#ifndef BOUNCE_FEEDBACK_H
#define BOUNCE_FEEDBACK_H

#include <stdint.h>

#include <bounce/export.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A feedback report. Since 0.1. */
typedef struct BounceFeedback BounceFeedback;

/** What a feedback report tells. Since 0.1. */
struct BounceFeedback {
  /** Feedback-Type (RFC 5965 section 3.1): "abuse", "fraud", "virus",
   *  "not-spam", "opt-out", "auth-failure", "other" or what is written, in
   *  lower case. */
  const char *type;
  /** User-Agent of the reporter. */
  const char *user_agent;
  /** Source-IP: the client that sent the message. */
  const char *source_ip;
  /** Original-Mail-From, bare. */
  const char *original_mail_from;
  /** Arrival-Date or Received-Date, as told. */
  const char *arrival_date;
  /** First Reported-Domain. */
  const char *reported_domain;
  /** First Reported-URI. */
  const char *reported_uri;
  /** Reporting-MTA. */
  const char *reporting_mta;
  /** Incidents, as told. */
  const char *incidents;
  /** Auth-Failure (RFC 6591 section 3.1). */
  const char *auth_failure;
  /** Delivery-Result (RFC 6591 section 3.2.2). */
  const char *delivery_result;
  /** Authentication-Results, as told. */
  const char *authentication_results;
};

/**
 * Feedback-Type (RFC 5965 section 3.1): "abuse", "fraud", "virus", "not-spam",
 * "opt-out", "auth-failure", "other" or what is written, in lower case.
 * @param feedback a feedback; NULL gives NULL.
 * @return a string that lives as long as the report, or NULL when the message
 *   does not tell. Safe from any thread. Since 0.1.
 */
BOUNCE_API const char *bounce_feedback_type(const BounceFeedback *feedback);

/**
 * User-Agent of the reporter.
 * @param feedback a feedback; NULL gives NULL.
 * @return a string that lives as long as the report, or NULL when the message
 *   does not tell. Safe from any thread. Since 0.1.
 */
BOUNCE_API const char *
bounce_feedback_user_agent(const BounceFeedback *feedback);

/**
 * Source-IP: the client that sent the message.
 * @param feedback a feedback; NULL gives NULL.
 * @return a string that lives as long as the report, or NULL when the message
 *   does not tell. Safe from any thread. Since 0.1.
 */
BOUNCE_API const char *
bounce_feedback_source_ip(const BounceFeedback *feedback);

/**
 * Original-Mail-From, bare.
 * @param feedback a feedback; NULL gives NULL.
 * @return a string that lives as long as the report, or NULL when the message
 *   does not tell. Safe from any thread. Since 0.1.
 */
BOUNCE_API const char *
bounce_feedback_original_mail_from(const BounceFeedback *feedback);

/**
 * Arrival-Date or Received-Date, as told.
 * @param feedback a feedback; NULL gives NULL.
 * @return a string that lives as long as the report, or NULL when the message
 *   does not tell. Safe from any thread. Since 0.1.
 */
BOUNCE_API const char *
bounce_feedback_arrival_date(const BounceFeedback *feedback);

/**
 * First Reported-Domain.
 * @param feedback a feedback; NULL gives NULL.
 * @return a string that lives as long as the report, or NULL when the message
 *   does not tell. Safe from any thread. Since 0.1.
 */
BOUNCE_API const char *
bounce_feedback_reported_domain(const BounceFeedback *feedback);

/**
 * First Reported-URI.
 * @param feedback a feedback; NULL gives NULL.
 * @return a string that lives as long as the report, or NULL when the message
 *   does not tell. Safe from any thread. Since 0.1.
 */
BOUNCE_API const char *
bounce_feedback_reported_uri(const BounceFeedback *feedback);

/**
 * Reporting-MTA.
 * @param feedback a feedback; NULL gives NULL.
 * @return a string that lives as long as the report, or NULL when the message
 *   does not tell. Safe from any thread. Since 0.1.
 */
BOUNCE_API const char *
bounce_feedback_reporting_mta(const BounceFeedback *feedback);

/**
 * Incidents, as told.
 * @param feedback a feedback; NULL gives NULL.
 * @return a string that lives as long as the report, or NULL when the message
 *   does not tell. Safe from any thread. Since 0.1.
 */
BOUNCE_API const char *
bounce_feedback_incidents(const BounceFeedback *feedback);

/**
 * Auth-Failure (RFC 6591 section 3.1).
 * @param feedback a feedback; NULL gives NULL.
 * @return a string that lives as long as the report, or NULL when the message
 *   does not tell. Safe from any thread. Since 0.1.
 */
BOUNCE_API const char *
bounce_feedback_auth_failure(const BounceFeedback *feedback);

/**
 * Delivery-Result (RFC 6591 section 3.2.2).
 * @param feedback a feedback; NULL gives NULL.
 * @return a string that lives as long as the report, or NULL when the message
 *   does not tell. Safe from any thread. Since 0.1.
 */
BOUNCE_API const char *
bounce_feedback_delivery_result(const BounceFeedback *feedback);

/**
 * Authentication-Results, as told.
 * @param feedback a feedback; NULL gives NULL.
 * @return a string that lives as long as the report, or NULL when the message
 *   does not tell. Safe from any thread. Since 0.1.
 */
BOUNCE_API const char *
bounce_feedback_authentication_results(const BounceFeedback *feedback);

#ifdef __cplusplus
}
#endif

#endif
