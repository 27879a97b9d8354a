"""Hands the message on standard input to Chasquid, as robin."""
import os
import smtplib
import ssl
import sys

context = ssl.create_default_context()
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE
with smtplib.SMTP("127.0.0.1", 587, "localhost", timeout=60) as client:
    client.starttls(context=context)
    client.login("robin@out.example.net", "secret")
    message = sys.stdin.buffer.read().replace(b"\n", b"\r\n")
    recipients = os.environ["RECIPIENTS"]
    options = [] if recipients.isascii() else ["SMTPUTF8", "BODY=8BITMIME"]
    refused = client.sendmail(os.environ["SENDER"], recipients.split(),
                              message, options)
sys.exit(str(refused) if refused else 0)
