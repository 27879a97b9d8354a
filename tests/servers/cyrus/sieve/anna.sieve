require "reject";
reject "I take no mail from this list any more. Please remove my address.";
