"""The laboratory: real mail servers, made to bounce with the truth known."""
