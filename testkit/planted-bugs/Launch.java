import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Runs the storm and the stories and writes down which of them failed, three at most. */
final class Launch {
  private static final String TESTS = "dev.penstock.storage.planner.";
  private static final int SHOWN_MAX = 3;

  private Launch() {}

  public static void main(String[] arguments) throws IOException {
    List<String> found = new ArrayList<>();
    for (String test :
        List.of(
            "ProtocolSequencesTest",
            "RunStoriesTest",
            "GuardStoriesTest",
            "PacingStoriesTest",
            "ReprocessStoriesTest",
            "ConfirmStoriesTest",
            "ForbiddenStoriesTest",
            "SimulationTest")) {
      var request =
          LauncherDiscoveryRequestBuilder.request()
              .selectors(DiscoverySelectors.selectClass(TESTS + test))
              .build();
      var listener = new SummaryGeneratingListener();
      LauncherFactory.create().execute(request, listener);
      for (var failure : listener.getSummary().getFailures()) {
        String name = failure.getTestIdentifier().getDisplayName().replace("()", "");
        String why = String.valueOf(failure.getException().getMessage()).split("\n", 2)[0];
        found.add(test.equals("SimulationTest") ? storm(why) : name);
      }
    }
    List<String> shown = new ArrayList<>(found.stream().filter(Launch::isStorm).toList());
    found.stream().filter(one -> !isStorm(one)).limit(SHOWN_MAX - 1).forEach(shown::add);
    if (found.size() > shown.size()) {
      shown.add("and " + (found.size() - shown.size()) + " more");
    }
    Files.write(Path.of(arguments[0]), shown);
  }

  private static boolean isStorm(String found) {
    return found.startsWith("storm");
  }

  private static String storm(String why) {
    return "storm: "
        + why.replace("java.lang.AssertionError: ", "").replaceFirst(" \\(replay.*", "");
  }
}
