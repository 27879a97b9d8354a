/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* As getters.c: a feedback report's. */
#include <stddef.h>

#include <bounce/bounce.h>

const char *
bounce_feedback_type(const BounceFeedback *feedback)
{
  return feedback ? feedback->type : NULL;
}

const char *
bounce_feedback_user_agent(const BounceFeedback *feedback)
{
  return feedback ? feedback->user_agent : NULL;
}

const char *
bounce_feedback_source_ip(const BounceFeedback *feedback)
{
  return feedback ? feedback->source_ip : NULL;
}

const char *
bounce_feedback_original_mail_from(const BounceFeedback *feedback)
{
  return feedback ? feedback->original_mail_from : NULL;
}

const char *
bounce_feedback_arrival_date(const BounceFeedback *feedback)
{
  return feedback ? feedback->arrival_date : NULL;
}

const char *
bounce_feedback_reported_domain(const BounceFeedback *feedback)
{
  return feedback ? feedback->reported_domain : NULL;
}

const char *
bounce_feedback_reported_uri(const BounceFeedback *feedback)
{
  return feedback ? feedback->reported_uri : NULL;
}

const char *
bounce_feedback_reporting_mta(const BounceFeedback *feedback)
{
  return feedback ? feedback->reporting_mta : NULL;
}

const char *
bounce_feedback_incidents(const BounceFeedback *feedback)
{
  return feedback ? feedback->incidents : NULL;
}

const char *
bounce_feedback_auth_failure(const BounceFeedback *feedback)
{
  return feedback ? feedback->auth_failure : NULL;
}

const char *
bounce_feedback_delivery_result(const BounceFeedback *feedback)
{
  return feedback ? feedback->delivery_result : NULL;
}

const char *
bounce_feedback_authentication_results(const BounceFeedback *feedback)
{
  return feedback ? feedback->authentication_results : NULL;
}
