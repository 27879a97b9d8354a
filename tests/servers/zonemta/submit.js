// Sends a message as ZoneMTA's lib/sender.js does, and what its plugin
// core/email-bounce writes when that fails; only the queue is left out.
'use strict';

const zone = '/usr/local/lib/node_modules/zone-mta/';
const load = name => require(require.resolve(name, { paths: [zone] }));
const { Headers } = load('mailsplit');
const mxConnect = load('mx-connect');
const SMTPConnection = load('nodemailer/lib/smtp-connection');
const bounces = require(zone + 'lib/bounces');
const plugin = require(zone + 'plugins/core/email-bounce');
const HOST = 'out.example.net';

function connect(domain) {
  const options = { target: domain, port: 25, maxConnectTime: 3000,
                    localHostname: HOST, dnsOptions: { ignoreIPv6: true } };
  return new Promise((resolve, reject) => mxConnect(options,
    (err, mx) => err ? reject(err) : resolve(mx)));
}

function send(mx, envelope, message) {
  const connection = new SMTPConnection({
    servername: mx.hostname, host: mx.host, port: 25, connection: mx.socket,
    name: HOST, ignoreTLS: true, greetingTimeout: 3000, socketTimeout: 4000
  });
  return new Promise((resolve, reject) => {
    connection.once('error', err => {
      err.response = err.response ||
        `Network error: Error connecting to ${mx.host}. ${err.message}`;
      reject(err);
    });
    connection.connect(() => connection.send(envelope, message, (err, info) => {
      connection.close();
      if (err) reject(err); else resolve(info);
    }));
  });
}

function bounceHook() {
  const hooks = {};
  plugin.init({
    addHook: (name, hook) => { hooks[name] = hook; },
    config: { mailerDaemon: { name: 'Mail Delivery Subsystem',
                              address: 'mailer-daemon@[HOSTNAME]' },
              sendingZone: 'default', zoneConfig: {} },
    logger: console, remotelog: () => false,
    getQueue: () => ({ generateId: done => done(null, '19b0d1c3f6a0017eee') })
  }, () => false);
  return hooks['queue:bounce'];
}

function bounce(from, to, mxHostname, response, header) {
  const maildrop = { add: async (envelope, stream, done) => {
    const chunks = [];
    for await (const chunk of stream) chunks.push(chunk);
    await send(await connect(envelope.to.replace(/^.*@/, '')),
      { from: '', to: [envelope.to] }, Buffer.concat(chunks));
    done();
  } };
  return new Promise(resolve => bounceHook()({
    id: '19b0d1c3f6a0017eed', seq: '001', zone: 'default', from, to,
    name: HOST, mxHostname, arrivalDate: Date.now(), headers: new Headers(header),
    response: bounces.formatSMTPResponse(response)
  }, maildrop, resolve));
}

async function main() {
  const chunks = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  const message = Buffer.concat(chunks);
  const header = message.subarray(0, message.indexOf('\n\n') + 2);
  for (const to of process.env.RECIPIENTS.split(' ')) {
    let mx;
    try {
      mx = await connect(to.replace(/^.*@/, ''));
      await send(mx, { from: process.env.SENDER, to: [to] }, message);
    } catch (err) {
      await bounce(process.env.SENDER, to, mx && (mx.hostname || mx.host),
        err.response || err.message, header);
    }
  }
}

main().then(() => process.exit(0), err => { console.error(err); process.exit(1); });
