package org.wattward.rules.oracle;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.drools.model.codegen.ExecutableModelProject;
import org.kie.api.KieServices;
import org.kie.api.builder.KieBuilder;
import org.kie.api.builder.KieFileSystem;
import org.kie.api.builder.Message;
import org.kie.api.builder.ReleaseId;
import org.kie.api.runtime.ClassObjectFilter;
import org.kie.api.runtime.KieContainer;
import org.kie.api.runtime.KieSession;
import org.wattward.rules.conclusions.Conclusion;
import org.wattward.rules.facts.Fact;

/** Drools' own compiler: what a rule file means as plain DRL. For tests only. */
public final class DroolsOracle implements AutoCloseable {
  private final KieContainer container;
  private final ReleaseId release;

  private DroolsOracle(KieContainer container, ReleaseId release) {
    this.container = container;
    this.release = release;
  }

  /** Compiles files; throws with Drools' messages when it refuses them. */
  public static DroolsOracle of(String id, List<String> files) {
    KieServices services = KieServices.get();
    ReleaseId release = services.newReleaseId("org.wattward.oracle", id, "1.0.0");
    KieFileSystem system = services.newKieFileSystem();
    system.generateAndWritePomXML(release);
    for (int i = 0; i < files.size(); i++) {
      system.write("src/main/resources/oracle" + i + ".drl", files.get(i));
    }
    KieBuilder builder = services.newKieBuilder(system).buildAll(ExecutableModelProject.class);
    if (builder.getResults().hasMessages(Message.Level.ERROR)) {
      throw new AssertionError(
          "Drools refuses: %s\n%s".formatted(builder.getResults().getMessages(), files));
    }
    return new DroolsOracle(services.newKieContainer(release), release);
  }

  /** Session for measuring. */
  public KieSession newSession() {
    return container.newKieSession();
  }

  /** What it concludes, as texts in order. */
  public Set<String> conclude(List<? extends Fact> facts, Map<String, Double> parameters) {
    KieSession session = container.newKieSession();
    try {
      parameters.forEach(session::setGlobal);
      facts.forEach(session::insert);
      session.fireAllRules();
      Set<String> conclusions = new TreeSet<>();
      for (Object object : session.getObjects(new ClassObjectFilter(Conclusion.class))) {
        conclusions.add(object.toString());
      }
      return conclusions;
    } finally {
      session.dispose();
    }
  }

  @Override
  public void close() {
    container.dispose();
    KieServices.get().getRepository().removeKieModule(release);
  }
}
