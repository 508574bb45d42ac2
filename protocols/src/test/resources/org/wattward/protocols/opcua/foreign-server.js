// An OPC UA server on node-opcua, for the test that talks to a server built on another library.
// Usage: node foreign-server.js PORT PKI-FOLDER, with node-opcua-server in NODE_PATH.
// Standard input: "show NAME VALUE", "reject". Standard output: "ready", "wrote NAME VALUE".
const { OPCUAServer } = require("node-opcua-server");
const { OPCUACertificateManager } = require("node-opcua-certificate-manager");
const { MessageSecurityMode, SecurityPolicy } = require("node-opcua-secure-channel");
const { StatusCodes } = require("node-opcua-status-code");
const { DataType, Variant } = require("node-opcua-variant");
const readline = require("readline");

let rejecting = false;
const port = Number(process.argv[2]);
const values = {
  "Pump.power": { type: DataType.Double, value: 1500.5 },
  "Pump.outdoorTemp": { type: DataType.Float, value: 7 },
  "Pump.powerLimit": { type: DataType.Int32, value: 4000 },
};

async function main() {
  const server = new OPCUAServer({
    port,
    resourcePath: "/devices",
    hostname: "127.0.0.1",
    allowAnonymous: true,
    securityModes: [MessageSecurityMode.None],
    securityPolicies: [SecurityPolicy.None],
    serverCertificateManager: new OPCUACertificateManager({ rootFolder: process.argv[3] }),
    userCertificateManager: new OPCUACertificateManager({ rootFolder: process.argv[3] + "-users" }),
  });
  await server.initialize();
  const space = server.engine.addressSpace;
  const namespace = space.registerNamespace("urn:wattward:test:devices");
  for (const [name, held] of Object.entries(values)) {
    namespace.addVariable({
      organizedBy: space.rootFolder.objects,
      browseName: name,
      nodeId: "s=" + name,
      dataType: held.type,
      minimumSamplingInterval: 20,
      value: {
        get: () => new Variant({ dataType: held.type, value: held.value }),
        set: (variant) => {
          if (rejecting) {
            return StatusCodes.BadUserAccessDenied;
          }
          held.value = variant.value;
          console.log("wrote " + name + " " + held.value);
          return StatusCodes.Good;
        },
      },
    });
  }
  await server.start();
  readline.createInterface({ input: process.stdin }).on("line", (line) => {
    const [command, name, value] = line.split(" ");
    if (command === "reject") {
      rejecting = true;
    } else {
      values[name].value = Number(value);
    }
  });
  process.stdin.on("end", () => process.exit(0));
  console.log("ready");
}

main().catch((fault) => {
  console.error(fault);
  process.exit(1);
});
