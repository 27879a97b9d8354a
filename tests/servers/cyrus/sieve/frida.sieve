require "ereject";
ereject "Messages from this sender are not accepted.";
