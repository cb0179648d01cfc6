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
 * @param cuts {@code out} is a screen, so what is too wide for one is cut; elsewhere nothing is
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
    boolean cuts,
    boolean colours,
    Function<String, Optional<String>> environment,
    Path here,
    InstantSource clock,
    LongSupplier nanos) {}
