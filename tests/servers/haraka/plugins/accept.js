'use strict';
// Takes mail from here to everywhere; what it takes goes out by MX.

exports.hook_connect = function (next, connection) {
  connection.relaying = true;
  next();
};

exports.hook_rcpt = function (next) {
  next(OK);
};
