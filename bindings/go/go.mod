module bounce

go 1.19
