#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Rewrites every fixture in ways that don't change what it says, and demands
the same report again.

metamorphic.py BOUNCE DATA_FOLDER
"""

import base64
import json
import os
import quopri
import re
import subprocess
import sys
import tempfile

FOOTER = (b'_______________________________________________\n'
          b'Gardeners mailing list\n'
          b'gardeners@lists.example.edu\n'
          b'https://lists.example.edu/listinfo/gardeners\n')

BANNER = (b'CAUTION: This email originated from outside of Example Corp.\n'
          b'Do not click links or open attachments unless you know the sender.'
          b'\n\n')

LIST = (b'Precedence: bulk\n'
        b'List-Id: <gardeners.lists.example.edu>\n'
        b'X-BeenThere: gardeners@lists.example.edu\n'
        b'X-Mailman-Version: 2.1.39\n')

WRAPPER = (b'Return-Path: <>\n'
           b'From: Collector <MAILER-DAEMON@collector.example.edu>\n'
           b'To: ops@example.edu\n'
           b'Subject: Bounce\n'
           b'MIME-Version: 1.0\n'
           b'Content-Type: multipart/mixed; boundary="wrap-1"\n\n'
           b'--wrap-1\nContent-Type: text/plain\n\n'
           b'One more for you.\n\n'
           b'--wrap-1\nContent-Type: message/rfc822\n\n')

NAMES = [
    (b'example.org', b'muster-haus.example'),
    (b'example.net', b'autre.maison.example'),
    (b'example.com', b'casa7.example'),
    (b'192.0.2.', b'100.99.3.'),
]

SIGNATURE = (b'-- \n'
             b'Mail team, Example Inc., room 550, version 5.1.1\n'
             b'support@help.example.edu\n')

# Scripts, and what was written in them before Unicode.
SCRIPTS = [
    ('[\u3040-\u30ff]', ['cp932', 'euc-jp']),
    ('[\uac00-\ud7af]', ['euc-kr']),
    ('[\u4e00-\u9fff]', ['gbk', 'big5hkscs']),
    ('[\u0400-\u04ff]', ['cp1251', 'koi8-u', 'iso-8859-5', 'cp866']),
    ('[\u0370-\u03ff]', ['cp1253']),
    ('[\u0590-\u05ff]', ['cp1255']),
    ('[\u0600-\u06ff]', ['cp1256']),
    ('[\u0e00-\u0e7f]', ['cp874']),
]

ENCODED = {b'text/plain', b'text/html', b'message/delivery-status'}

FOOTERS = [
    '-- \nDiese E-Mail enth\u00e4lt vertrauliche Informationen. Wenn Sie nicht'
    ' der richtige\nAdressat sind, informieren Sie bitte den Absender.\n',
    '_______________________________________________\nListe des jardiniers\n'
    'Pour vous d\u00e9sabonner : jardin-off@listes.example.edu\n',
    '________________________________\nEste mensaje y sus anexos son'
    ' confidenciales. Si no es usted el destinatario,\nb\u00f3rrelo.\n',
    '-- \nThis e-mail and any files transmitted with it are confidential and'
    ' intended\nsolely for the individual to whom they are addressed.\n',
    '--\n\u3053\u306e\u30e1\u30fc\u30ea\u30f3\u30b0\u30ea\u30b9\u30c8'
    '\u306e\u9000\u4f1a\u306f garden-off@ml.example.edu\n',
    '-- \n\u041f\u0440\u043e\u0432\u0435\u0440\u0435\u043d\u043e'
    ' \u043d\u0430 \u0432\u0438\u0440\u0443\u0441\u044b\n',
]

# Local parts to rename: not those that say what a message is.
PEOPLE = re.compile(
    rb'(?<![\w.+=-])(?!(?i:[^\s@]*daemon|post_?master|bounce|no-?reply|admin'
    rb'|microsoft|staff|scomp|[\w.-]*-confirm)[^\s@]*@)'
    rb'([A-Za-z][\w.+-]*)@(?=[\w-]+\.)')

# Here the recipient is named without a domain.
NOT_RENAMED = {'aol-name.eml', 'dsn-local-addressee.eml'}

# Without their header, or with a list's, these say less: the recipient, the
# reader or the format's mark stands there.
HEADER_NEEDED = {
    'activehunter', 'amazonses-bounce', 'amazonses-complaint',
    'amazonses-delivery', 'aol', 'aol-name', 'aol-sender', 'bigfoot',
    'bluebottle', 'body-alone', 'ccmail', 'challenge', 'communigate-local',
    'dovecot', 'en-verp-only', 'en-x-failed-recipients', 'exim-words',
    'ezweb', 'ezweb-expired', 'ezweb-filter', 'fml', 'googlegroups',
    'googlegroups-german', 'groupwise', 'groupwise-full', 'groupwise-paren',
    'groupwise-status', 'imail-many', 'imailserver', 'imailserver-expired',
    'imailserver-response', 'in-reply-to-only', 'interscan-transcript',
    'json-esp', 'llnl', 'mailman-held', 'mailman3-refused', 'merak-style',
    'mta-viruswall-nt',
    'not-ticket-confirmation', 'postfix-session', 'recipient-notice',
    'references-only-last-wins',
    'refusal-a-line', 'sender-blocked', 'sina', 'vacation-domino',
    'verp-blocked', 'verp-bounce-number', 'verp-mailman', 'x1-warning',
    'zoho', 'zoho-status', 'zonemta', 'zonemta-delay',
    'quarantine-digest', 'sns-without-its-header',
    'sympa-rejected', 'three-line-original-cc', 'verp-only-html-no-path',
    'words-unknown-ka', 'challenge-services', 'list-refused',
    'parcel', 'program-report', 'read-notice', 'read-notice-notes',
    'scanner-stopped', 'en-antivirus-notice', 'en-attachment-policy',
    'mimesweeper'}
OF_BOUNCES = {'bare', 'list', 'wrapped'}
NO_BOUNCES = {'auto-reply', 'challenge', 'complaint', 'ordinary'}

# What must stay. Classes of wrapped texts may rest on words that a pattern
# reads to the end of the line.
FACTS = ['address', 'action', 'class', 'hardness', 'reply_code', 'status',
         'remote_mta', 'command', 'new_address']


def is_encoded(message):
    """Whether parts are encoded, so that their text can't be edited here."""
    return re.search(rb'(?im)^content-transfer-encoding:\s*'
                     rb'(base64|quoted-printable|uuencode|x-)', message)


def is_plain(message):
    return (not is_encoded(message) and b'\x1b' not in message
            and not re.search(rb'(?i)charset="?utf-?16', message))


def crlf(message):
    return message.replace(b'\n', b'\r\n')


def cr(message):
    return message.replace(b'\n', b'\r')


def rename(message):
    """Other hosts and networks."""
    if not is_plain(message):
        return None
    for old, new in NAMES:
        message = message.replace(old, new)
    return message


def people(message):
    """Other local parts, where no address stands inside another (VERP)."""
    if not is_plain(message) or re.search(
            rb'[^\0-\x7f]|=\?|\\x\{|=[\w.-]+@', message):
        return None
    return PEOPLE.sub(rb'q7\1@', message)


def type_of(header):
    kind = re.search(rb'(?im)^content-type:\s*([a-z]+/[a-z0-9.+-]+)', header)
    return kind.group(1).lower() if kind else b'text/plain'


def signature(message):
    """What a gateway or a program appends (RFC 3676 section 4.3)."""
    header, gap, body = message.partition(b'\n\n')
    if not is_plain(message) or type_of(header) != b'text/plain':
        return None
    return header + gap + body.rstrip(b'\n') + b'\n\n' + SIGNATURE


def footer(message):
    """What a mailing list appends."""
    if not is_plain(message):
        return None
    header, gap, body = message.partition(b'\n\n')
    if type_of(header) == b'text/plain':
        return header + gap + body.rstrip(b'\n') + b'\n\n' + FOOTER
    boundary = re.search(rb'(?is)boundary="?([^"\s;]+)', header)
    end = boundary and b'--' + boundary.group(1) + b'--'
    if not end or body.count(end) != 1:
        return None
    part = (b'--' + boundary.group(1) + b'\nContent-Type: text/plain\n\n'
            + FOOTER + end)
    return header + gap + body.replace(end, part)


def report_text(message):
    """Where the prose of a message stands: from, to."""
    header_end = message.find(b'\n\n') + 2
    header = message[:header_end]
    start, end = header_end, len(message)
    boundary = re.search(rb'(?is)boundary="?([^"\s;]+)', header)
    if boundary:
        mark = b'--' + boundary.group(1)
        first = message.find(mark, header_end)
        start = message.find(b'\n\n', first) + 2
        end = message.find(mark, start)
        if first < 0 or start < 2 or end < 0:
            return None
        if not re.search(rb'(?i)content-type:\s*text/plain',
                         message[first:start]):
            return None
    elif re.search(rb'(?im)^content-type:\s*(?!text/plain)', header):
        return None
    stop = re.search(rb'(?im)^(received|return-path|message-id|from|to|subject'
                     rb'|reporting-mta|final-recipient|date|dkim-signature'
                     rb'|x-[a-z-]+|delivered-to) ?:', message[start:end])
    return start, start + stop.start() if stop else end


def wrap_line(line, width):
    """Not before an address in brackets: at the start of a line it names a
    recipient; not inside a transcript's line."""
    if re.search(rb'<-- |--> ', line):
        return [line]
    indent = re.match(rb'[ \t]*', line).group()
    lines, rest = [], line
    while len(rest) > width:
        cut = rest.rfind(b' ', len(indent) + 1, width)
        if cut <= len(indent) or rest[cut + 1:cut + 2] in (b'<', b'['):
            break
        lines.append(rest[:cut])
        rest = indent + rest[cut + 1:]
    return lines + [rest]


def wrap(message, width=56):
    """Long lines of prose are broken elsewhere; transcripts, tables and rulers
    are made of lines and stay."""
    place = report_text(message)
    if not place or not is_plain(message):
        return None
    lines = []
    for line in message[place[0]:place[1]].split(b'\n'):
        if re.match(rb'\s*(>|<<<|<--|[|[]|in:|out:|[-=_*#{]{2})', line, re.I) \
                or b'   ' in line.strip() or b'://' in line:
            lines.append(line)
        else:
            lines += wrap_line(line, width)
    return message[:place[0]] + b'\n'.join(lines) + message[place[1]:]


DATE = re.compile(rb'(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? +)?(\d{1,2}) '
                  rb'(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) '
                  rb'(\d{4}) (\d\d:\d\d)(:\d\d)?')
MONTHS = b'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split()
DATES = ['Mi., %(day)d. Dez. %(year)s, %(time)s Uhr',
         'mer., %(day)d d\u00e9c. %(year)s %(time)s',
         '\u0441\u0440, %(day)d \u0434\u0435\u043a %(year)s %(time)s',
         '%(year)s\u5e74%(month)d\u6708%(day)d\u65e5 %(time)s',
         '%(year)s-%(month)02d-%(day)02d %(time)s']


def banner(message):
    """What a gateway puts above mail that comes from outside."""
    header, gap, body = message.partition(b'\n\n')
    if not is_plain(message) or type_of(header) != b'text/plain':
        return None
    return header + gap + BANNER + body


def dates(message):
    """Other languages' dates in the text."""
    place = report_text(message)
    charset = re.search(rb'(?i)charset="?(?!us-ascii|utf-8)', message)
    if not place or not is_plain(message) or charset:
        return None
    form = DATES[len(message) % len(DATES)]

    def translated(found):
        day, month, year, time = found.groups()[:4]
        return (form % {'day': int(day), 'month': MONTHS.index(month) + 1,
                        'year': year.decode(), 'time': time.decode()}).encode()

    text = DATE.sub(translated, message[place[0]:place[1]])
    return message[:place[0]] + text + message[place[1]:]


def wrap_narrow(message):
    return wrap(message, 44)


def wrap_wide(message):
    return wrap(message, 70)


def as_html(message):
    """The text as a mail program's editor makes HTML of it."""
    header, gap, body = message.partition(b'\n\n')
    if not is_plain(message) or type_of(header) != b'text/plain' \
            or not re.match(rb'[\w-]+:', header):
        return None
    charset = re.search(rb'(?i)charset="?([\w-]+)', header)
    header = re.sub(rb'(?im)^content-t[a-z-]+:.*\n?([ \t].*\n?)*', b'',
                    header + b'\n').rstrip(b'\n')
    for old, new in [(b'&', b'&amp;'), (b'<', b'&lt;'), (b'>', b'&gt;'),
                     (b'  ', b'&nbsp; ')]:
        body = body.replace(old, new)
    if len(message) % 2:
        body = body.replace(b'\n', b'<br>\n')
    else:
        body = b'\n'.join(b'<div>%s</div>' % (line or b'<br>')
                         for line in body.split(b'\n'))
    return (header + b'\nContent-Type: text/html; charset='
            + (charset.group(1) if charset else b'utf-8') + gap
            + b'<html><body>' + body + b'</body></html>\n')


def of_list(message):
    """A list's header fields, which a list's owner sees on bounces."""
    header = message.partition(b'\n\n')[0]
    if re.search(rb'(?im)^(list-|precedence|auto-submitted)', header) \
            or not is_system(header):
        return None
    return LIST + message


def is_system(header):
    return re.search(rb'(?im)^from:.*(daemon|postmaster)', header)


def wrapped(message):
    """What a robot passes on."""
    if not is_system(message.partition(b'\n\n')[0]):
        return None
    return WRAPPER + message + b'\n--wrap-1--\n'


def bare(message):
    """What a mail program hands over: the body alone."""
    header, _, body = message.partition(b'\n\n')
    if not is_plain(message) or type_of(header) != b'text/plain' \
            or re.search(rb'[^\0-\x7f]', body):
        return None
    return body.lstrip(b'\n')


def charset_of(header):
    found = re.search(rb'(?i)charset="?([\w-]+)', header)
    return found.group(1).decode() if found else 'utf-8'


def legacy_charsets(text):
    """What a program that knows no labels would write this text in."""
    for pattern, charsets in SCRIPTS:
        if re.search(pattern, text):
            return charsets
    return ['cp1252', 'cp1250', 'cp1254']


def in_legacy(message, label):
    """The text in the bytes of another character set."""
    header, gap, body = message.partition(b'\n\n')
    if not is_plain(message) or type_of(header) != b'text/plain':
        return None
    try:
        text = body.decode(charset_of(header))
    except (UnicodeDecodeError, LookupError):
        return None
    if text.isascii():
        return None
    charsets = legacy_charsets(text)
    for number in range(len(charsets)):
        charset = charsets[(number + len(message)) % len(charsets)]
        try:
            body = text.encode(charset)
        except UnicodeEncodeError:
            continue
        header = re.sub(rb'(?im)^content-type:.*\n?([ \t].*\n?)*', label,
                        header + b'\n').rstrip(b'\n')
        return header + gap + body
    return None


def unlabelled(message):
    return in_legacy(message, b'')


def mislabelled(message):
    return in_legacy(message, b'Content-Type: text/plain; charset=us-ascii\n')


def encoded(message, name, encode):
    """The text in another transfer encoding (RFC 2045 section 6)."""
    header, gap, body = message.partition(b'\n\n')
    if not is_plain(message) or not type_of(header).startswith(b'text/') \
            or not re.match(rb'[\w-]+:', header):
        return None
    header = re.sub(rb'(?im)^content-transfer-encoding:.*\n?', b'',
                    header + b'\n').rstrip(b'\n')
    return (header + b'\nContent-Transfer-Encoding: ' + name + gap
            + encode(body))


def as_base64(message):
    return encoded(message, b'base64', base64.encodebytes)


def as_quoted(message):
    return encoded(message, b'quoted-printable', quopri.encodestring)


def of_parts(message):
    """The report's text and status parts encoded, against RFC 3464 section
    2.1.3, which wants 7bit."""
    header, gap, body = message.partition(b'\n\n')
    boundary = re.search(rb'(?is)boundary="?([^"\s;]+)', header)
    if not boundary or not is_plain(message) \
            or not type_of(header).startswith(b'multipart/'):
        return None
    mark = b'\n--' + boundary.group(1)
    parts = (b'\n' + body).split(mark)
    for number, part in enumerate(parts[1:], 1):
        head, blank, text = part.lstrip(b' \t').partition(b'\n\n')
        kind = type_of(head + b'\n')
        if part.startswith(b'--') or not head.startswith(b'\n') or not blank \
                or kind not in ENCODED or number > 2:
            continue
        parts[number] = (head + b'\nContent-Transfer-Encoding: base64'
                         + blank + base64.encodebytes(text).rstrip(b'\n'))
    return header + gap + mark.join(parts)[1:]


def header_lines(header):
    return re.findall(rb'(?m)^.*\n(?:[ \t].*\n)*', header + b'\n')


def reordered(message):
    """Fields in another order, but for those that may stand twice."""
    header, gap, body = message.partition(b'\n\n')
    fields = header_lines(header)
    names = [field.partition(b':')[0].lower() for field in fields]
    if len(set(names)) < len(names) or not all(b':' in f for f in fields):
        return None
    return b''.join(reversed(fields)).rstrip(b'\n') + gap + body


def upper_case(message):
    """Names of fields in capitals (RFC 5322 section 1.2.2)."""
    header, gap, body = message.partition(b'\n\n')
    header = re.sub(rb'(?m)^[A-Za-z-]+(?=:)',
                    lambda found: found.group().upper(), header)
    return header + gap + body


def folded(message):
    """Fields folded where they have a blank (RFC 5322 section 2.2.3)."""
    header, gap, body = message.partition(b'\n\n')
    fields = []
    for field in header_lines(header):
        name, colon, value = field.partition(b': ')
        fields.append(name + colon + re.sub(rb'(?<=[\w,;]) (?=\S)', b'\n ',
                                            value))
    return b''.join(fields).rstrip(b'\n') + gap + body


def of_footers(message):
    """What gateways and lists of the world append."""
    header, gap, body = message.partition(b'\n\n')
    if not is_plain(message) or type_of(header) != b'text/plain':
        return None
    if charset_of(header).lower() != 'utf-8' or not body.isascii():
        return None
    footers = FOOTERS[len(message) % len(FOOTERS)]
    return header + gap + body.rstrip(b'\n') + b'\n\n' + footers.encode()


def quoted(message):
    """A report in which each line is quoted."""
    header, gap, body = message.partition(b'\n\n')
    if not is_plain(message) or type_of(header) != b'text/plain' \
            or not re.match(rb'[\w-]+:', header):
        return None
    return header + gap + b''.join(b'> ' + line + b'\n'
                                   for line in body.split(b'\n'))


VARIANTS = {'crlf': crlf, 'cr': cr, 'rename': rename, 'people': people,
            'footer': footer, 'signature': signature, 'wrap': wrap,
            'narrow': wrap_narrow, 'wide': wrap_wide, 'dates': dates,
            'banner': banner, 'html': as_html, 'list': of_list,
            'wrapped': wrapped, 'bare': bare, 'unlabelled': unlabelled,
            'mislabelled': mislabelled, 'base64': as_base64,
            'qp': as_quoted, 'reordered': reordered, 'upper': upper_case,
            'parts': of_parts, 'folded': folded, 'footers': of_footers,
            'quoted': quoted}


def facts_of(report, renamed):
    """What is compared of a report, with the old names."""
    recipients = [{key: recipient[key] for key in FACTS}
                  for recipient in report['recipients']]
    text = json.dumps({
        'kind': report['kind'], 'format': report['format'],
        'recipients': recipients,
        'message_id': (report.get('original') or {}).get('message_id'),
    }, sort_keys=True)
    for old, new in NAMES if renamed else []:
        text = text.replace(new.decode(), old.decode())
    if renamed:
        text = re.sub(r'q7(?=[A-Za-z][\w.+-]*@)', '', text)
    return json.loads(text)


def read_reports(bounce, folder):
    run = subprocess.run([bounce, '--format=ndjson', folder],
                         stdout=subprocess.PIPE, check=False)
    reports = {}
    for line in run.stdout.decode('utf-8', 'replace').splitlines():
        report = json.loads(line)
        reports[os.path.basename(report['source'])] = report
    return reports


def is_no_bounce(path):
    """By the folder; servers' bounces and answers are in one."""
    folder = os.path.dirname(path)
    if os.path.basename(os.path.dirname(folder)) != 'servers':
        return os.path.basename(folder) in NO_BOUNCES
    with open(path[:-4] + '.json', encoding='utf-8') as file:
        return json.load(file).get('kind') in ('auto_reply', 'other')


def is_exempt(path, kind):
    folder, name = os.path.split(path)
    return (kind == 'people' and name in NOT_RENAMED) or (
        kind in OF_BOUNCES and is_no_bounce(path)) or (
        kind in ('bare', 'list') and name[:-4] in HEADER_NEEDED)


def write_variants(data, folder):
    """Returns the variants' names: (name, original's name, path, variant)."""
    made = []
    paths = sorted(os.path.join(root, name) for root, _, names in os.walk(data)
                   for name in names if name.endswith('.eml'))
    for number, path in enumerate(paths):
        with open(path, 'rb') as file:
            message = file.read()
        if b'\r' in message or message.startswith(b'From '):
            continue
        base = '%05d' % number
        for kind, change in [('', lambda text: text)] + list(VARIANTS.items()):
            text = change(message)
            if text is None or (kind and text == message):
                continue
            if is_exempt(path, kind):
                continue
            with open(os.path.join(folder, base + kind + '.eml'), 'wb') as out:
                out.write(text)
            made.append((base + kind + '.eml', base + '.eml', path, kind))
    return made


def main():
    bounce, data = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        made = write_variants(data, folder)
        reports = read_reports(bounce, folder)
    failures = 0
    counts = {}
    for name, base, path, kind in made:
        if not kind:
            continue
        before = facts_of(reports[base], False)
        after = facts_of(reports[name], kind in ('rename', 'people'))
        counts[kind] = counts.get(kind, 0) + 1
        if before != after:
            failures += 1
            print('%s, %s:' % (os.path.relpath(path, data), kind))
            print('  before %s' % json.dumps(before))
            print('  after  %s' % json.dumps(after))
    print('%d of %d variants changed the report (%s)'
          % (failures, sum(counts.values()),
             ', '.join('%s %d' % item for item in sorted(counts.items()))))
    return 1 if failures or not counts else 0


sys.exit(main())
