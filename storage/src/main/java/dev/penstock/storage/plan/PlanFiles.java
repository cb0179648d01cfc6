package dev.penstock.storage.plan;

import dev.penstock.storage.held.HeldFiles;

/** Where the plan of a run is, below the planner's disk. */
public record PlanFiles(String folder) {
  public static PlanFiles of(HeldFiles files, String run) {
    return new PlanFiles(files.run(run));
  }

  public String rows() {
    return folder + "/plan.rows";
  }

  public String keys() {
    return folder + "/plan.keys";
  }
}
