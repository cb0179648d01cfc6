package dev.penstock.server;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.run.History.Letter;
import dev.penstock.engine.run.History.SyncStatus;
import dev.penstock.engine.run.RunRecord;
import dev.penstock.server.project.MappingCheck;
import dev.penstock.server.project.ProjectFiles;
import dev.penstock.server.project.ProjectReading;
import dev.penstock.server.project.References;
import dev.penstock.server.project.SampleProject;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The part of Penstock that needs the project's files and nothing else. */
final class FilesOnly implements Penstock {
  private final Location location;
  private final References references;

  FilesOnly(Location location, References references) {
    this.location = location;
    this.references = references;
  }

  @Override
  public ProjectReading validate() {
    return ProjectFiles.read(location.project(), references, MappingCheck.NONE);
  }

  @Override
  public InitReport init() {
    try {
      return SampleProject.writeTo(location.project());
    } catch (IOException e) {
      throw new PenstockException(
          ErrorCode.CONFIG_INVALID,
          "The project cannot be written to its folder ("
              + e.getClass().getSimpleName()
              + "). Check that this user may write there.",
          e);
    }
  }

  private static PenstockException absent() {
    return new PenstockException(
        ErrorCode.INTERNAL, "This build holds the command line and the project files only.");
  }

  @Override
  public PlanReport plan(String sync) {
    throw absent();
  }

  @Override
  public RunReport run(RunRequest request, RunProgress progress) {
    throw absent();
  }

  @Override
  public List<SyncStatus> status(Optional<String> sync) {
    throw absent();
  }

  @Override
  public List<RunRecord> runs(Optional<String> sync, int limit) {
    throw absent();
  }

  @Override
  public RunRecord runNamed(String id) {
    throw absent();
  }

  @Override
  public List<Letter> letters(Optional<String> sync, int limit) {
    throw absent();
  }

  @Override
  public Letter letter(String idOrKey) {
    throw absent();
  }

  @Override
  public ResetReport resetPreview(String sync) {
    throw absent();
  }

  @Override
  public ResetReport reset(String sync) {
    throw absent();
  }

  @Override
  public List<StateCheck> verify(Optional<String> sync) {
    throw absent();
  }

  @Override
  public List<ConnectionTest> test(Optional<String> connection) {
    throw absent();
  }

  @Override
  public void simulate(SimulationRequest request, Consumer<String> listening) {
    throw absent();
  }

  @Override
  public void demo(Consumer<String> story) {
    throw absent();
  }

  @Override
  public void interrupt() {}

  @Override
  public void close() {}
}
