require "vacation";
vacation :mime text:
Content-Type: multipart/alternative; boundary=foo

--foo
Content-Type: text/plain; charset=utf-8

Bonjour, je suis absente jusqu'à lundi.

--foo
Content-Type: text/html; charset=utf-8

<p>Bonjour, je suis <b>absente</b> jusqu'à lundi.</p>

--foo--
.
;
