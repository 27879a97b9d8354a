/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Explanations for people. Translations stand in po/. */
#include <glib.h>
#include <libintl.h>

#include <bounce/explain.h>

#include "classification/classes.h"

#define DOMAIN "libbounce"
/* Marks a text for xgettext. */
#define N_(text) text

#define ADVICE_SUPPRESS                                                        \
  N_("Send nothing more to this address. If you know the person, ask for "     \
     "the right address in another way.")
#define ADVICE_MOVED                                                           \
  N_("Use the new address if the message names one; otherwise ask for it in "  \
     "another way.")
#define ADVICE_DISABLED                                                        \
  N_("Try again in some days. If it stays so, reach the recipient in "         \
     "another way: only they or their provider can open the mailbox again.")
#define ADVICE_FULL                                                            \
  N_("Try again in some days. The recipient has to make room; if the "         \
     "mailbox stays full for weeks, it is probably abandoned.")
#define ADVICE_FILTERED                                                        \
  N_("Only the recipient can change this. Ask them in another way whether "    \
     "they want your mail.")
#define ADVICE_SUPPRESSED                                                      \
  N_("Don't send to it again. Take the address off the list of your sending "  \
     "service only if you are sure that it works now.")
#define ADVICE_DOMAIN                                                          \
  N_("Check the part after the @ sign for a typing error and correct it. If "  \
     "it is right, the domain's owner has to repair its DNS.")
#define ADVICE_DELIST                                                          \
  N_("The administrator of the sending server should look up its address at "  \
     "the list that is named, remove the cause and ask for delisting. Keep "   \
     "the recipient.")
#define ADVICE_REPUTATION                                                      \
  N_("Send less and only to people who asked for it, and check for abuse of "  \
     "your systems. Reputation recovers within days or weeks. Keep the "       \
     "recipient.")
#define ADVICE_PTR                                                             \
  N_("The administrator of the sending server should set a PTR record for "    \
     "its address whose name resolves to the same address.")
#define ADVICE_AUTH                                                            \
  N_("The administrator of the sender's domain should correct its SPF, DKIM "  \
     "or DMARC records and signatures, then send again.")
#define ADVICE_SENDER                                                          \
  N_("Check that the sender's address exists, accepts mail, and may be used "  \
     "by the sending server.")
#define ADVICE_RELAY                                                           \
  N_("Check that your program logs in to its outgoing server. If it does, "    \
     "the recipient's domain points to a server that does not take its "       \
     "mail: its administrator has to act.")
#define ADVICE_SLOW                                                            \
  N_("Send fewer messages at a time and more slowly; this message may be "     \
     "sent again later.")
#define ADVICE_AGAIN                                                           \
  N_("Nothing has to be changed: send again later, as mail servers do by "     \
     "themselves.")
#define ADVICE_RETRY                                                           \
  N_("Try again later. If it stays so, tell the administrator of the "         \
     "recipient's server.")
#define ADVICE_SECURITY                                                        \
  N_("Check user name, password and encryption of your program's account "     \
     "for outgoing mail, or ask your administrator.")
#define ADVICE_POLICY                                                          \
  N_("Read the server's words: they may say what to change. Otherwise ask "    \
     "the administrator of the recipient's server. Keep the recipient.")
#define ADVICE_SPAM                                                            \
  N_("Change the message: its links, wording or attachments look like spam. "  \
     "Send only to people who asked for it. Keep the recipient.")
#define ADVICE_VIRUS                                                           \
  N_("Check your computer and the attachments for malware before you send "    \
     "again.")
#define ADVICE_SIZE                                                            \
  N_("Make the message smaller: compress attachments, send several "           \
     "messages, or send a link.")
#define ADVICE_CONTENT                                                         \
  N_("Change or leave out what the server names, such as a kind of "           \
     "attachment, and send again.")
#define ADVICE_RFC                                                             \
  N_("The program that wrote the message has to be corrected: update it or "   \
     "tell its maker what the server says.")
#define ADVICE_TLS                                                             \
  N_("The administrators of both servers should compare their certificates "   \
     "and TLS versions. Try again after that.")
#define ADVICE_PROTOCOL                                                        \
  N_("The administrator of the sending server should look at the SMTP "        \
     "session; the address may also hold a character that is not allowed.")
#define ADVICE_UNKNOWN                                                         \
  N_("Read the server's words. Try again once; if the address keeps "          \
     "failing, reach the recipient in another way.")
#define ADVICE_NOTHING N_("Nothing has to be done.")
#define ADVICE_UNSUBSCRIBE                                                     \
  N_("Send this person nothing more and take the address off your lists.")

typedef struct {
  const char *title;
  const char *explanation;
  const char *advice;
} Explanation;

/* In the order of the classes' values, which start with 1. */
static const Explanation explanations[N_CLASSES] = {
    {N_("Address does not exist"),
     N_("The recipient's server knows no mailbox with this name."),
     ADVICE_SUPPRESS},
    {N_("Mailbox has moved"),
     N_("The recipient uses another address now, and mail is no longer "
        "forwarded."),
     ADVICE_MOVED},
    {N_("Mailbox is disabled"),
     N_("The mailbox exists, but it is disabled, suspended or unused for "
        "long."),
     ADVICE_DISABLED},
    {N_("Mailbox is full"),
     N_("The recipient's mailbox has no room for the message."), ADVICE_FULL},
    {N_("Refused by the recipient's settings"),
     N_("A filter or setting of the recipient refused the message."),
     ADVICE_FILTERED},
    {N_("On a suppression list"),
     N_("The sending service did not even try, as the address failed or "
        "complained before."),
     ADVICE_SUPPRESSED},
    {N_("Domain does not exist"),
     N_("The part after the @ sign is not known in the DNS or has no mail "
        "server."),
     ADVICE_DOMAIN},
    {N_("Domain accepts no mail"),
     N_("The domain exists, but it says that it takes no mail at all."),
     ADVICE_SUPPRESS},
    {N_("Sending server is blocked"),
     N_("The address of the sending server is on a blocklist or blocked by "
        "the recipient's server."),
     ADVICE_DELIST},
    {N_("Sender's reputation is too low"),
     N_("Earlier mail of this sender or server was unwanted, so the "
        "recipient's server trusts it little."),
     ADVICE_REPUTATION},
    {N_("Sending server has no proper name"),
     N_("The DNS has no name for the sending server's address, or one that "
        "does not fit."),
     ADVICE_PTR},
    {N_("Sender could not be verified"),
     N_("SPF, DKIM or DMARC, which prove where a message comes from, "
        "failed."),
     ADVICE_AUTH},
    {N_("Sender's address refused"),
     N_("The recipient's server does not accept this sender's address."),
     ADVICE_SENDER},
    {N_("Server does not pass on this mail"),
     N_("The server takes mail neither for this recipient's domain nor from "
        "this sender."),
     ADVICE_RELAY},
    {N_("Too much mail at once"),
     N_("Too many messages, connections or recipients came in a short time."),
     ADVICE_SLOW},
    {N_("Asked to come again"),
     N_("The server does not know the sender yet and asks to try again in "
        "some minutes."),
     ADVICE_AGAIN},
    {N_("Login or encryption required"),
     N_("The server demands authentication or another protection that was "
        "missing."),
     ADVICE_SECURITY},
    {N_("Refused by a local rule"),
     N_("A rule of the recipient's server refused the message without "
        "saying more."),
     ADVICE_POLICY},
    {N_("Taken for spam"),
     N_("A filter took the message for unwanted advertising or fraud."),
     ADVICE_SPAM},
    {N_("Malware found"), N_("The message holds malware, or was taken for it."),
     ADVICE_VIRUS},
    {N_("Message is too large"),
     N_("The message is larger than the recipient's server accepts."),
     ADVICE_SIZE},
    {N_("Content refused"),
     N_("A part, an attachment, a header field or the encoding of the "
        "message was refused."),
     ADVICE_CONTENT},
    {N_("Message breaks a standard"),
     N_("The message lacks a required field or is written against the rules "
        "of Internet mail."),
     ADVICE_RFC},
    {N_("Given up after many tries"),
     N_("The message was tried until the time in the queue ran out."),
     ADVICE_RETRY},
    {N_("Server could not be reached"),
     N_("There was no connection, the DNS did not answer, or mail went in "
        "circles."),
     ADVICE_RETRY},
    {N_("Encryption failed"),
     N_("The servers could not agree on an encrypted connection, which is "
        "required."),
     ADVICE_TLS},
    {N_("Servers misunderstood each other"),
     N_("The recipient's server did not accept a command or its form."),
     ADVICE_PROTOCOL},
    {N_("Server has a fault"),
     N_("The recipient's server failed or is set up wrongly."), ADVICE_RETRY},
    {N_("Server's disk is full"),
     N_("The recipient's server has no room left for anyone's mail."),
     ADVICE_RETRY},
    {N_("Local delivery failed"),
     N_("The program that puts mail into the mailbox failed."), ADVICE_RETRY},
    {N_("Reason not told"),
     N_("The message was not delivered, and the report does not say why."),
     ADVICE_UNKNOWN},
    {N_("Delivered"), N_("The message was delivered or passed on."),
     ADVICE_NOTHING},
    {N_("Marked as spam by the recipient"),
     N_("The recipient marked the message as unwanted, and their provider "
        "reports it."),
     ADVICE_UNSUBSCRIBE},
    {N_("Automatic reply"),
     N_("A program answered for the recipient, who is away for example. The "
        "message arrived."),
     ADVICE_NOTHING},
};

static gpointer
bind_domain(gpointer data)
{
  (void)data;
  bindtextdomain(DOMAIN, LOCALE_DIR);
  bind_textdomain_codeset(DOMAIN, "UTF-8");
  return NULL;
}

/* The text in the language of the locale that the program chose. */
static const char *
translate(const char *text)
{
  static GOnce once = G_ONCE_INIT;

  g_once(&once, bind_domain, NULL);
  return dgettext(DOMAIN, text);
}

/* That of an undetermined failure for a class of a newer version. */
static const Explanation *
find(BounceClass class_)
{
  if (class_ < 1 || class_ > N_CLASSES)
    class_ = BOUNCE_CLASS_UNDETERMINED;
  return &explanations[class_ - 1];
}

const char *
bounce_class_title(BounceClass class_)
{
  return translate(find(class_)->title);
}

const char *
bounce_class_explanation(BounceClass class_)
{
  return translate(find(class_)->explanation);
}

const char *
bounce_class_advice(BounceClass class_)
{
  return translate(find(class_)->advice);
}
