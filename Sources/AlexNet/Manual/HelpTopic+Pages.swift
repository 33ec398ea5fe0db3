import Blueprint
import Cluster
import Dashboard
import Downloads

extension HelpTopic {
  static let firstSteps = HelpTopic(
    name: "first-steps", section: "FIRST STEPS", abstract: "what to try in the first minutes",
    blocks: [
      .paragraph(
        "Without data the program trains on scenes that it draws itself. The curves begin within "
          + "seconds, and after three minutes most kernels of the first layer show edges and colours."
      ),
      .list([
        .init(AlexNetCommand.name, "trains a small AlexNet, and shows it"),
        .init(Tour.invocation, "does the same with a tour of the screen, in about five minutes"),
        .init("2", "on the screen, shows the kernels of the first layer"),
        .init("D", "turns dropout off, and on again; u takes the last change back"),
        .init("q", "leaves; Enter leaves the run training, s stops and saves it"),
        .init(Attach.invocation, "shows the run again, from any terminal"),
        .init("\(Watch.invocation) --lesson dropout", "explains overfitting in five minutes"),
        .init(
          "\(DataGet.invocation) cifar-10",
          "fetches photographs, and prints the option that trains on them"),
        .init(Doctor.invocation, "shows what this machine and terminal can do"),
      ]),
    ])

  static let keys = HelpTopic(
    name: "keys", section: "KEYS", abstract: "every key of the dashboard",
    blocks: [
      .paragraph("Capital letters and u change training. All other keys change only what is shown.")
    ]
      + KeyReference.all.flatMap { part in
        [.heading("\(part.heading):"), .list(part.lines.map { .init($0.keys, $0.effect) })]
      })

  static let images = HelpTopic(
    name: "images", section: "IMAGES", abstract: "which images --data accepts",
    blocks: [
      .paragraph(
        "The value of --data is 'scenes', or the path of a folder. The program recognises what the folder "
          + "contains:"),
      .list([
        .init("class folders", "one folder for each class, with JPEG, PNG or WebP files in it"),
        .init(
          "train and val", "two folders with class folders in each, for training and validation"),
        .init("CIFAR-10, CIFAR-100", "the files of the binary version"),
        .init("MNIST, Fashion-MNIST", "the four files, also compressed with gzip"),
        .init("a prepared folder", "the output of `\(DataPrepare.invocation)`"),
      ]),
      .paragraph(
        "`\(DataInspect.invocation) PATH` shows what is used of a folder and what is passed over. Without a "
          + "validation set, a share of the images is kept for validation (--validation-share)."),
    ])

  static let networks = HelpTopic(
    name: "networks", section: "NETWORKS", abstract: "the networks, and files with your own",
    blocks: [
      .paragraph("The value of --network is one of these names, or the path of a file:"),
      .list([
        .init(
          "compact, compact-32",
          "the paper's eight layers at an eighth of the width, for 64×64 and 32×32 pixels"),
        .init(
          "alexnet",
          "the paper's network, with initial values that also learn from small data sets"),
        .init("paper", "the paper's text to the letter"),
        .init(
          "code-145, code-147, code-148, code-150",
          "the configurations in the authors' released source"),
        .init(
          "cifar-11, cifar-13, cifar-18, cifar-26",
          "the authors' networks for CIFAR-10, by the error that they reach in percent"),
        .init("four-layer", "as small as the network of the paper's Figure 1"),
        .init(
          "torchvision, bvlc-alexnet, caffenet",
          "those of other programs, for which there are trained weights"),
      ]),
      .paragraph(
        "`\(Describe.invocation) NETWORK` shows the layers of one. A network of your own is a file whose name "
          + "ends in .json, such as this one:"),
      .literal(networkFile),
      .paragraph(
        "The kinds of layers are \(LayerSpec.kindNames.joined(separator: ", ")). `\(Describe.invocation) FILE.json` "
          + "checks a file. The last layer is fitted to the classes of the data. The folder "
          + "share/alexnet/networks of the installation, in /usr or /usr/local, has the networks above as "
          + "files to begin with, and share/doc/alexnet/Blueprint/NetworkFiles.md describes every setting."
      ),
    ])

  /// The network file in the topic about networks.
  static let networkFile = [
    #"{"name": "tiny", "input": [3, 32, 32], "inputScale": 0.017, "layers": ["#,
    #" {"name": "conv1", "kind": "convolution", "outputs": 32, "kernel": 5,"#,
    #"  "padding": 2, "weights": "he"},"#,
    #" {"name": "relu1", "kind": "relu"},"#,
    #" {"name": "pool1", "kind": "pooling", "size": 3, "stride": 2},"#,
    #" {"name": "fc2", "kind": "fully-connected", "outputs": 10, "weights": "he"}"#,
    "]}",
  ]

  static let terminal = HelpTopic(
    name: "terminal", section: "TERMINAL", abstract: "colours, characters and the mouse",
    blocks: [
      .paragraph(
        "24-bit colours are used if COLORTERM is truecolor or 24bit, in tmux, and on terminals that are known "
          + "to have them; otherwise the colours of the terminfo entry. With UTF-8 and 256 colours, pictures "
          + "are drawn in the terminal's own pixels if it answers that it can draw them, and otherwise "
          + "with two pixels in each cell. `\(Doctor.invocation)` shows what is used here, and how it could be "
          + "more."),
      .list([
        .init("--color VALUE", "never, 16, 256 or truecolor, instead of the terminal's own"),
        .init("--ascii", "draws with ASCII characters only"),
        .init("--theme VALUE", "dark, light, contrast or color-blind"),
        .init("--pictures VALUE", "kitty, sixel or blocks, instead of asking the terminal"),
        .init("--no-mouse", "leaves the mouse to the terminal, which can then select text"),
        .init("--once WxH", "prints one frame as text, also without a terminal"),
        .init("--plain", "prints a sentence for each event, for screen readers and logs"),
      ]),
    ])

  static let json = HelpTopic(
    name: "json", section: "JSON", abstract: "what --json prints",
    blocks: [
      .paragraph(
        "`\(Train.invocation) --json` prints one event in each line, with the fields 'event' and 'run'. All "
          + "other commands print one object. Fields can be added by later versions; programs that read them "
          + "ignore fields that they do not use."),
      .paragraph("The most important events and their fields:"),
      .list([
        .init("started", "run, network, data, classes, trainImages, validationImages, plan"),
        .init("step", "step, epoch, loss, top1, top5, rate, imagesPerSecond, seconds"),
        .init("validation", "step, epoch, loss, top1, top5"),
        .init("checkpoint", "step, path"),
        .init("warning", "step, kind, message"),
        .init("finished", "step, seconds, reason"),
        .init("failed", "step, message"),
      ]),
      .literal([
        #"\#(Train.invocation) --json | jq -r 'select(.event == "validation") | .top1'"#
      ]),
      .paragraph(
        "The values top1 and top5 are errors, from 0 to 1: 0.25 means that three of four images are right. A "
          + "loss is in nats. Times are in seconds."),
    ])

  static let environment = HelpTopic(
    name: "environment", section: "ENVIRONMENT", abstract: "the variables that the program reads",
    blocks: [
      .list([
        .init(
          "XDG_DATA_HOME", "the folder of alexnet/runs and alexnet/data (default: ~/.local/share)"),
        .init("XDG_CONFIG_HOME", "the folder of alexnet/view.json (default: ~/.config)"),
        .init("TERM, COLORTERM, TERMINFO", "the terminal and its colours"),
        .init("NO_COLOR", "any value: no colours, unless --color is given"),
        .init("LANG, LC_ALL, LC_CTYPE", "UTF-8 or not; numbers are the same in every locale"),
        .init("OMP_NUM_THREADS", "a limit on the number of compute threads of new runs"),
        .init("OMP_THREAD_LIMIT", "the same, also for runs that continue"),
        .init(
          "GOMP_SPINCOUNT, OMP_WAIT_POLICY",
          "how long threads wait actively; the program sets a short time if neither is set"),
        .init("ONEDNN_MAX_CPU_ISA", "a limit on the vector instructions of training"),
        .init("https_proxy, no_proxy", "the proxy for `\(DataGet.invocation)`"),
        .init(MPIJob.fileVariable, "the path of the part of the program that uses MPI"),
        .init(
          "ALEXNET_MPI_START_LIMIT", "seconds in which the processes of a job must have started"),
      ])
    ])

  static let files = HelpTopic(
    name: "files", section: "FILES", abstract: "where runs, data sets and settings are",
    blocks: [
      .list([
        .init(
          "~/.local/share/alexnet/runs/RUN",
          "a run: plan.json, its events in journal.jsonl, its checkpoints, and the recorded kernels and "
            + "layers; --runs chooses another folder"),
        .init(
          "~/.local/share/alexnet/data",
          "the data sets of `\(DataGet.invocation)`; --to chooses another"),
        .init("~/.config/alexnet/view.json", "the settings of the screen"),
        .init(
          "share/alexnet/networks", "below the prefix of the installation: the networks as files"),
        .init("share/doc/alexnet", "there: the user guide and the formats of all files"),
      ]),
      .paragraph(
        "`\(RunsDelete.invocation)` removes runs. Everything else can be deleted by hand."),
    ])

  static let exitStatus = HelpTopic(
    name: "exit-status", section: "EXIT STATUS", abstract: "what the status of the program means",
    blocks: [
      .list([
        .init("0", "done, and everything is on the disk"),
        .init("1", "failed, or something could not be saved or read completely"),
        .init("2", "could not start: an option, the terminal or an input is wrong"),
        .init("130", "stopped by SIGINT, after saving; 143 by SIGTERM"),
        .init("141", "the program that read standard output has ended"),
      ]),
      .paragraph(
        "An error is one line on standard error: `\(AlexNetCommand.name): what is wrong. What to do.`"
      ),
    ])

  static let examples = HelpTopic(
    name: "examples", section: "EXAMPLES", abstract: "command lines for common tasks",
    blocks: [
      .list([
        .init(
          "\(Watch.invocation) --data ~/photos --network alexnet", "trains on a folder of your own"),
        .init(
          "\(Watch.invocation) --lane lrn=off", "trains with and without LRN on the same batches"),
        .init("\(Train.invocation) --for 10m --json", "trains for ten minutes, and prints events"),
        .init("\(Resume.invocation)", "continues the latest run, also after a crash"),
        .init("\(RunsCompare.invocation) a b", "compares two runs"),
        .init(
          "\(Predict.invocation) a cat.jpg", "shows what the network of run a takes an image for"),
        .init("\(KernelsCommand.invocation) a --to kernels.png", "writes the kernels of run a"),
        .init("\(Export.invocation) a --to a.onnx", "writes the network for other programs"),
        .init("\(Bench.invocation) --network paper", "measures the speed of the paper's network"),
      ])
    ])
}
