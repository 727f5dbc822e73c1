# Peers in one R process: reads commands, a line each, and answers a line each.
#   source PATH    run a file that makes data and the function `peer`, in an environment of its own
#   value PATH     the numbers that this peer gives
#   time PATH K    seconds of one call, from K calls in a row inside this process
options(warn = -1)
answer <- function(...) { cat(..., "\n", sep = " "); flush(stdout()) }
lines <- file("stdin", open = "r")
peers <- new.env()
repeat {
  line <- readLines(lines, n = 1)
  if (!length(line)) break
  words <- strsplit(line, " ", fixed = TRUE)[[1]]
  tryCatch({
    if (words[1] == "source") {
      own <- new.env(parent = globalenv())
      suppressMessages(sys.source(words[2], envir = own))
      peers[[words[2]]] <- compiler::cmpfun(own$peer)
      answer("done")
    } else if (words[1] == "value") {
      found <- suppressMessages(peers[[words[2]]]())
      answer("done", formatC(as.numeric(unlist(found)), digits = 17, format = "g"))
    } else {
      peer <- peers[[words[2]]]
      calls <- seq_len(as.integer(words[3]))
      gc(FALSE)
      taken <- suppressMessages(system.time(for (i in calls) peer(), gcFirst = FALSE))
      answer("done", format(taken[["elapsed"]] / length(calls), digits = 10))
    }
  }, error = function(e) answer("error", gsub("\n", " ", conditionMessage(e))))
}
