package dev.penstock.house;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** One Java file as the compiler's parser reads it: what the text rules ask about, with lines. */
record ParsedSource(
    String file,
    String packageName,
    List<Named> types,
    List<Method> methods,
    List<Named> imports,
    List<Named> selections) {

  private static final List<ParsedSource> ALL = parseAll();

  /** A name and the line it stands on. */
  record Named(String name, long line) {}

  /** A method or constructor from its first modifier to its closing brace. */
  record Method(String name, long line, long lines) {}

  /** Every Java file of the repository, main and test, all modules; parsed once. */
  static List<ParsedSource> all() {
    return ALL;
  }

  /** Where something is, in the form that editors make clickable. */
  String at(long line) {
    return file + ":" + line;
  }

  private static List<ParsedSource> parseAll() {
    var repository = Repository.here();
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      var units = files.getJavaFileObjectsFromPaths(repository.files(".java"));
      var task =
          (JavacTask) compiler.getTask(null, files, null, List.of("-proc:none"), null, units);
      var positions = Trees.instance(task).getSourcePositions();
      var parsed = new ArrayList<ParsedSource>();
      for (var unit : task.parse()) {
        var reader = new Reader(unit, positions);
        reader.scan(unit, null);
        var packageName = unit.getPackageName() == null ? "" : unit.getPackageName().toString();
        parsed.add(
            new ParsedSource(
                repository.name(Path.of(unit.getSourceFile().toUri())),
                packageName,
                List.copyOf(reader.types),
                List.copyOf(reader.methods),
                List.copyOf(reader.imports),
                List.copyOf(reader.selections)));
      }
      return List.copyOf(parsed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Reader extends TreeScanner<@Nullable Void, @Nullable Void> {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final List<Named> types = new ArrayList<>();
    private final List<Method> methods = new ArrayList<>();
    private final List<Named> imports = new ArrayList<>();
    private final List<Named> selections = new ArrayList<>();

    Reader(CompilationUnitTree unit, SourcePositions positions) {
      this.unit = unit;
      this.positions = positions;
    }

    @Override
    public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
      types.add(new Named(type.getSimpleName().toString(), first(type)));
      return super.visitClass(type, null);
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
      add(method.getName().toString(), method);
      return super.visitMethod(method, null);
    }

    @Override
    public @Nullable Void visitBlock(BlockTree block, @Nullable Void nothing) {
      if (block.isStatic()) {
        add("static initializer", block);
      }
      return super.visitBlock(block, null);
    }

    @Override
    public @Nullable Void visitImport(ImportTree line, @Nullable Void nothing) {
      imports.add(new Named(line.getQualifiedIdentifier().toString(), first(line)));
      return super.visitImport(line, null);
    }

    @Override
    public @Nullable Void visitMemberSelect(MemberSelectTree selection, @Nullable Void nothing) {
      selections.add(new Named(selection.toString(), first(selection)));
      return super.visitMemberSelect(selection, null);
    }

    private void add(String name, Tree tree) {
      var last = positions.getEndPosition(unit, tree);
      // Members that the compiler adds (a record's accessors) have no end in the text.
      if (last >= 0) {
        var lines = unit.getLineMap().getLineNumber(last) - first(tree) + 1;
        methods.add(new Method(name, first(tree), lines));
      }
    }

    private long first(Tree tree) {
      return unit.getLineMap().getLineNumber(positions.getStartPosition(unit, tree));
    }
  }
}
