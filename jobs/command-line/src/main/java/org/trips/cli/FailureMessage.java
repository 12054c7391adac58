package org.trips.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.slf4j.LoggerFactory;
import org.trips.job.configuration.ConfigurationException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Turns what a command throws into one line for a human and an exit code; the stack trace goes to the log. */
final class FailureMessage implements IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        // Got here and not before: setting up the log takes longer than many a command.
        LoggerFactory.getLogger(FailureMessage.class).error("{} failed", command.getCommandName(), failure);
        Throwable cause = failure instanceof UncheckedIOException ? failure.getCause() : failure;
        if (cause instanceof CheckFailedException) {
            command.getErr().println("trips: " + cause.getMessage());
            return ExitCode.SOFTWARE;
        }
        if (cause instanceof IOException
                || cause instanceof BadInputException
                || cause instanceof ConfigurationException) {
            command.getErr().println("trips: " + inputMessage(cause));
            return ExitCode.USAGE;
        }
        command.getErr()
                .println("trips: unexpected: " + cause + "\n       The whole story stands in " + LogFile.path() + ".");
        return ExitCode.SOFTWARE;
    }

    /** The file system's own exceptions carry the file's name and nothing else. */
    private static String inputMessage(Throwable cause) {
        String message = cause.getMessage();
        if (cause instanceof NoSuchFileException) {
            return message + " is not there.";
        }
        if (cause instanceof AccessDeniedException) {
            return message + " may not be read or written by this user.";
        }
        if (cause instanceof FileAlreadyExistsException) {
            return message + " is in the way: a file is there where a folder is needed.";
        }
        if (cause instanceof NotDirectoryException) {
            return message + " is not a folder.";
        }
        return message == null ? cause.toString() : message;
    }
}
