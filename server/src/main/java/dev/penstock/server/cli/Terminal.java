package dev.penstock.server.cli;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The surroundings of a command.
 *
 * @param in what a person types
 * @param out data
 * @param err progress, questions and errors
 * @param asks a person sits at {@code in} and reads {@code err}
 * @param draws {@code err} can be redrawn, so progress makes sense
 * @param width how many columns the screen has that {@code out} is, so that what is too wide is
 *     cut; 0 when it is a pipe or a file, which get all of it
 * @param colours {@code out} shows colours
 * @param environment a variable by its name
 * @param here the folder that relative paths start from
 * @param clock for "3 min ago"
 * @param nanos a steady clock for rates
 */
public record Terminal(
    BufferedReader in,
    PrintWriter out,
    PrintWriter err,
    boolean asks,
    boolean draws,
    int width,
    boolean colours,
    Function<String, Optional<String>> environment,
    Path here,
    InstantSource clock,
    LongSupplier nanos) {}
